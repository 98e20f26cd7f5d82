"""The chips over the board of stages."""

from django.utils.translation import gettext as _

from crm.accounts.models import Branch, Staff
from crm.lifecycle.listing import ME, NOBODY, Wanted
from crm.ui.chips import Chip

MOST_PEOPLE = 50


def filters(wanted: Wanted, *, to: Staff) -> list[Chip]:
    overdue = wanted.but(overdue="" if wanted.overdue else "1")
    chips = [
        Chip(_("Overdue"), bool(wanted.overdue), href=overdue.query or "?"),
        _menu(wanted, "assignee", _people(to)),
    ]
    branches = list(Branch.objects.visible_to(to).active().order_by("name"))
    if len(branches) > 1:
        any_branch = [("", _("Any branch")), *((str(one.pk), one.name) for one in branches)]
        chips.append(_menu(wanted, "branch", any_branch))
    return chips


def _people(to: Staff) -> list[tuple[str, str]]:
    others = Staff.objects.visible_to(to).active().exclude(pk=to.pk).order_by("name")
    return [
        ("", _("Anybody's")),
        (ME, _("Mine")),
        (NOBODY, _("Nobody's")),
        *((str(one.pk), one.name) for one in others[:MOST_PEOPLE]),
    ]


def _menu(wanted: Wanted, name: str, options: list[tuple[str, str]]) -> Chip:
    chosen = getattr(wanted, name)
    links = [
        (label, wanted.but(**{name: value}).query or "?", value == chosen)
        for value, label in options
    ]
    return Chip(dict(options).get(chosen, options[0][1]), bool(chosen), choices=links)
