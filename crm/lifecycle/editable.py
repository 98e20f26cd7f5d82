"""The facts of a customer's life here that a person may change where they stand."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from crm.accounts.models import Staff
from crm.leads.moments import Moment
from crm.lifecycle.models import Lifecycle
from crm.lifecycle.owners import candidates
from crm.ui.inline import Fact, by_name
from crm.ui.templatetags._values import at, money


@dataclass(frozen=True)
class Owner(Fact):
    """Who looks after them: a choice of people, asked for only when somebody chooses."""

    def value(self, row: Any) -> Any:
        return str(row.assigned_to_id or "")

    def shown(self, row: Any) -> str:
        return str(row.assigned_to or "")

    def changes(self, row: Any, value: Any) -> dict[str, Any]:  # noqa: ARG002 - as for any fact
        return {self.name: Staff.objects.filter(pk=value).first() if value else None}


class Pounds(forms.DecimalField):
    """Money that may be left empty, which is none."""

    def __init__(self) -> None:
        super().__init__(required=False, min_value=0, max_digits=10, decimal_places=2)

    def clean(self, value: Any) -> Decimal:
        typed: Decimal | None = super().clean(value)
        return typed or Decimal(0)


def facts(row: Lifecycle, *, to: Staff) -> dict[str, Fact]:
    """By name, as `to` may choose."""

    def people() -> list[tuple[str, str]]:
        found = {str(one.pk): one.name for one in candidates(row.customer, to=to)}
        if row.assigned_to is not None:
            found.setdefault(str(row.assigned_to.pk), row.assigned_to.name)
        return [("", _("Nobody")), *found.items()]

    return by_name(
        [
            Fact("next_action_due", _("Be in touch"), Moment(required=False), reads=at),
            Owner(
                "assigned_to",
                _("Assigned to"),
                forms.ChoiceField(choices=people, required=False),
            ),
            Fact("estimated_value", _("Value"), Pounds(), reads=money),
        ]
    )
