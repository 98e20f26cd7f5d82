"""The chips over board and list: each a menu of links, the chosen one shown."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from crm.leads.listing import BANDS, Wanted
from crm.leads.models import Lead
from crm.ui.chips import Chip

Choice = tuple[str, str]


def board_filters(wanted: Wanted) -> list[Chip]:
    return [mine(wanted), *(menu(wanted, name) for name in ("source", "score", "period"))]


def list_filters(wanted: Wanted) -> list[Chip]:
    names = ("status", "qualification", "source", "urgency", "score", "period")
    return [mine(wanted), overdue(wanted), *(menu(wanted, name) for name in names)]


def mine(wanted: Wanted) -> Chip:
    other = wanted.but(mine="" if wanted.mine else "1")
    return Chip(_("Mine and unassigned"), bool(wanted.mine), href=other.query or "?")


def overdue(wanted: Wanted) -> Chip:
    other = wanted.but(overdue="" if wanted.overdue else "1")
    return Chip(_("Overdue"), bool(wanted.overdue), href=other.query or "?")


def menu(wanted: Wanted, name: str) -> Chip:
    chosen = getattr(wanted, name)
    options = _options(name)
    links = [
        (label, wanted.but(**{name: value}).query or "?", value == chosen)
        for value, label in options
    ]
    return Chip(dict(options)[chosen], bool(chosen), choices=links)


def _options(name: str) -> list[Choice]:
    bands = [(band, _("Score %(band)s+") % {"band": band}) for band in BANDS]
    periods = [
        ("today", _("Today")),
        ("week", _("This week")),
        ("month", _("This month")),
        ("quarter", _("This quarter")),
    ]
    return {
        "source": [("", _("Any source")), *_labels(Lead.Source.choices)],
        "score": [("", _("Any score")), *bands],
        "period": [("", _("Any time")), *periods],
        "status": [("", _("Any status")), *_labels(Lead.Status.choices)],
        "qualification": [("", _("Any stage")), *_labels(Lead.Qualification.choices)],
        "urgency": [("", _("Any urgency")), *_labels(Lead.Urgency.choices)],
    }[name]


def _labels(choices: Iterable[tuple[str, object]]) -> list[Choice]:
    return [(value, str(label)) for value, label in choices]
