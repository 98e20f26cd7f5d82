"""What a customer's card says on the board of stages. One statement besides the rows' own."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.accounts.models import Staff
from crm.leads.cards import line
from crm.leads.models import Lead
from crm.lib import clock
from crm.lifecycle.models import NEVER, Lifecycle
from crm.ui.templatetags._values import day, phone

_LAST_SECOND = int(NEVER.timestamp())


@dataclass(frozen=True)
class Card:
    """One customer as the board shows them."""

    life: Lifecycle
    line: str

    @property
    def is_overdue(self) -> bool:
        due = self.life.next_action_due
        return due is not None and due <= clock.now()

    @property
    def due(self) -> str:
        if self.life.next_action_due is None:
            return ""
        words = _("Overdue %(day)s") if self.is_overdue else _("Due %(day)s")
        return words % {"day": day(self.life.next_action_due)}

    @property
    def stay(self) -> str:
        """How long they have stood here."""
        days = (clock.now() - self.life.stage_entered_at).days
        if not days:
            return _("since today")
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}

    @property
    def rank(self) -> str:
        """Sorts as the column does when compared as text, descending: soonest due, newest id."""
        due = int((self.life.next_action_due or NEVER).timestamp())
        return f"{_LAST_SECOND - due:012d} {self.life.pk}"


def cards(rows: Iterable[Lifecycle], *, to: Staff) -> list[Card]:
    rows = list(rows)
    came_with = _latest_leads([row.customer_id for row in rows], to=to)
    return [Card(row, _line(row, came_with.get(row.customer_id))) for row in rows]


def _line(row: Lifecycle, lead: Lead | None) -> str:
    """What they came with last, else how they are reached."""
    return (line(lead) if lead else "") or phone(row.customer.phone) or row.customer.email


def _latest_leads(customers: list[UUID], *, to: Staff) -> dict[UUID, Lead]:
    if not customers or not to.can("leads.view"):
        return {}
    leads = Lead.objects.visible_to(to).filter(converted_customer__in=customers)
    latest = leads.order_by("converted_customer", "-created_at").distinct("converted_customer")
    shown = latest.only("converted_customer", "device_interest", "initial_needs")
    return {lead.converted_customer_id: lead for lead in shown if lead.converted_customer_id}
