"""The kinds of value a fact can have, and how PostgreSQL spells each."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kind(StrEnum):
    """What sort of answer a fact gives; it decides which comparisons make sense."""

    WHOLE = "whole"
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"
    LIST = "list"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    ID = "id"


NUMERIC = frozenset({Kind.WHOLE, Kind.NUMBER})
CALENDAR = frozenset({Kind.DATE, Kind.MOMENT})
EVERY = frozenset(Kind)

SQL_TYPES = {
    Kind.WHOLE: "bigint",
    Kind.NUMBER: "numeric",
    Kind.TEXT: "text",
    Kind.CHOICE: "text",
    Kind.LIST: "text",
    Kind.BOOLEAN: "boolean",
    Kind.DATE: "date",
    Kind.MOMENT: "timestamptz",
    Kind.ID: "uuid",
}

NAMES: dict[Kind, Promise] = {
    Kind.WHOLE: _("a whole number"),
    Kind.NUMBER: _("a number"),
    Kind.TEXT: _("text"),
    Kind.CHOICE: _("a choice"),
    Kind.LIST: _("a list of words"),
    Kind.BOOLEAN: _("yes or no"),
    Kind.DATE: _("a date"),
    Kind.MOMENT: _("a date and time"),
    Kind.ID: _("a reference"),
}
