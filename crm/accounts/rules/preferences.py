"""What people arrange for themselves."""

import json
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import DismissedHint, SavedView, Staff
from crm.lib.refusal import Refusal

LARGEST_QUERY = 4000


@transaction.atomic
def rename_self(person: Staff, *, name: str) -> Staff:
    person = Staff.objects.select_for_update().get(pk=person.pk)
    if not name.strip():
        raise Refusal(_("Tell us your name."), field="name", status=422)
    before, person.name = person.name, name.strip()
    person.version += 1
    person.save(update_fields=["name", "version", "updated_at"])
    activity.record("staff.renamed", about=person, by=person, before=before, after=person.name)
    return person


@transaction.atomic
def note_sign_in_change(person: Staff, what: str) -> None:
    """They changed their password or a second factor: `totp_activated`, `webauthn_removed`."""
    activity.record("staff.sign_in_changed", about=person, by=person, what=what)


def set_theme(person: Staff, theme: str) -> None:
    """Light, dark, or as the screen is set. Nobody else's business, so nothing is recorded."""
    if theme not in Staff.Theme.values:
        raise Refusal(_("There is no such theme."), field="theme", status=422)
    person.theme = theme
    person.save(update_fields=["theme"])


def set_shortcuts(person: Staff, *, on: bool) -> None:
    """One-letter keys disturb people who speak to their screen; they may switch them off."""
    person.shortcuts = on
    person.save(update_fields=["shortcuts"])


def dismiss_hint(person: Staff, hint: str) -> None:
    """Do not show the hint to them again. Nobody else's business, so nothing is recorded."""
    DismissedHint.objects.get_or_create(staff=person, hint=hint)


@transaction.atomic
def save_view(
    *, page: str, name: str, query: dict[str, Any], by: Staff, is_shared: bool = False
) -> SavedView:
    """Keep these filters under this name; a view of theirs with the same name is replaced."""
    if not name.strip():
        raise Refusal(_("Give the view a name."), field="name", status=422)
    if len(json.dumps(query)) > LARGEST_QUERY:
        raise Refusal(_("These are too many filters to keep."), field="query", status=422)
    view, _created = SavedView.objects.update_or_create(
        staff=by,
        page=page,
        name=name.strip(),
        defaults={"query": query, "is_shared": is_shared},
    )
    activity.record("view.saved", about=view, by=by, name=view.name, page=page)
    return view


@transaction.atomic
def forget_view(view: SavedView, *, by: Staff) -> None:
    """Only whoever saved it may take it from those it is shared with."""
    if view.staff_id != by.pk:
        raise Refusal(_("Only whoever saved this view may remove it."), status=403)
    activity.record("view.forgotten", about=view, by=by, name=view.name, page=view.page)
    view.delete()
