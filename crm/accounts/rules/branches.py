"""Opening, changing and closing a shop."""

from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.lib.refusal import Refusal
from crm.lib.versions import must_match

EDITABLE = ("name", "phone", "email", "address")


@transaction.atomic
def open_branch(
    *, by: Staff, name: str, phone: str = "", email: str = "", address: str = ""
) -> Branch:
    branch = Branch(name=name.strip(), phone=phone, email=email, address=address)
    branch.slug = _slug(branch)
    branch.save()
    activity.record("branch.opened", about=branch, by=by, branch=branch, name=branch.name)
    return branch


@transaction.atomic
def change_branch(
    branch: Branch, *, by: Staff, version: int | None = None, **changes: str
) -> Branch:
    """Correct the name, phone, email or address; its slug stays, so that links keep working."""
    branch = Branch.objects.select_for_update().get(pk=branch.pk)
    must_match(branch, version)
    changed = {field: value for field, value in changes.items() if getattr(branch, field) != value}
    unknown = sorted(set(changes) - set(EDITABLE))
    if unknown:
        raise Refusal(_("A branch has no such field."), field=unknown[0], status=422)
    if not changes.get("name", branch.name).strip():
        raise Refusal(_("Give the branch a name."), field="name", status=422)
    if changed:
        _save(branch, **changed)
        activity.record(
            "branch.changed",
            about=branch,
            by=by,
            branch=branch,
            name=branch.name,
            fields=sorted(changed),
        )
    return branch


@transaction.atomic
def close_branch(branch: Branch, *, by: Staff) -> Branch:
    """No new work goes here; what was done here stays as it is."""
    # All of them locked in one order: two people must not close the last two at once.
    everywhere = list(Branch.objects.active().order_by("pk").select_for_update())
    branch = Branch.objects.get(pk=branch.pk)
    if branch not in everywhere:
        raise Refusal(_("%(name)s is already closed.") % {"name": branch.name})
    if len(everywhere) == 1:
        raise Refusal(_("The last branch must stay open."))
    _save(branch, is_active=False)
    activity.record("branch.closed", about=branch, by=by, branch=branch, name=branch.name)
    return branch


@transaction.atomic
def reopen_branch(branch: Branch, *, by: Staff) -> Branch:
    branch = Branch.objects.select_for_update().get(pk=branch.pk)
    if branch.is_active:
        raise Refusal(_("%(name)s is open.") % {"name": branch.name})
    _save(branch, is_active=True)
    activity.record("branch.reopened", about=branch, by=by, branch=branch, name=branch.name)
    return branch


def _slug(branch: Branch) -> str:
    if not branch.name:
        raise Refusal(_("Give the branch a name."), field="name", status=422)
    slug = slugify(branch.name)[:60] or "branch"
    if Branch.objects.filter(slug=slug).exists():
        raise Refusal(_("There is already a branch with this name."), field="name")
    return slug


def _save(branch: Branch, **changes: Any) -> None:
    for field, value in changes.items():
        setattr(branch, field, value)
    branch.version += 1
    branch.save(update_fields=[*changes, "version", "updated_at"])
