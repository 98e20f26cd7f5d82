"""What a lead's card says. Two statements for any number of cards, besides the leads' own."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.leads import words
from crm.leads.config import leads_config, scoring_config
from crm.leads.models import FollowUp, Lead
from crm.lib import clock

Badge = tuple[str, str]
UNSHOWN = ("score_reasons", "source_details", "looks_like_reasons")  # wide, and on no card
PRESSING = {Lead.Urgency.HIGH: "warning", Lead.Urgency.URGENT: "danger"}


@dataclass(frozen=True)
class Card:
    """One lead as the board and the lists show it."""

    lead: Lead
    column: str
    band: str
    badges: list[Badge]
    age: str

    @property
    def score(self) -> int:
        return round(self.lead.lead_score)

    @property
    def line(self) -> str:
        return line(self.lead)

    @property
    def rank(self) -> str:
        """Sorts as the column does: text compares as score, then id, both descending."""
        if self.lead.converted_at and self.column == Lead.Status.CONVERTED:
            return self.lead.converted_at.isoformat()
        return f"{self.lead.lead_score:06.2f} {self.lead.pk}"


def cards(leads: Iterable[Lead], *, to: Staff) -> list[Card]:
    """The cards of these leads as `to` may read them."""
    leads = list(leads)
    known = look_alikes(leads, to=to)
    due = _next_due(leads)
    return [_card(lead, known, due.get(lead.pk)) for lead in leads]


def line(lead: Lead) -> str:
    """`iPhone 13 · cracked screen`, else the beginning of what they said."""
    said = " · ".join(part for part in (lead.device, lead.fault) if part)
    return said or lead.initial_needs[:120]


def look_alikes(leads: Iterable[Lead], *, to: Staff) -> dict[UUID, str]:
    """Per lead that looks like a customer: who, as far as `to` may know."""
    flagged = {lead.pk: lead.looks_like_id for lead in leads if lead.looks_like_id and lead.is_open}
    if not flagged:
        return {}
    visible = Customer.objects.visible_to(to).filter(pk__in=set(flagged.values())).in_bulk()
    return {pk: _alike(visible.get(customer_id)) for pk, customer_id in flagged.items()}


def _alike(customer: Customer | None) -> str:
    if customer is None:
        return _("Known at another branch")
    initial = f"{customer.first_name[:1]}. " if customer.first_name and customer.last_name else ""
    name = f"{initial}{customer.last_name}" if initial else customer.name
    return _("Looks like %(name)s, %(year)s") % {
        "name": name,
        "year": customer.acquisition_date.year,
    }


def _next_due(leads: list[Lead]) -> dict[UUID, FollowUp]:
    waiting = [lead.pk for lead in leads if lead.next_follow_up]
    if not waiting:
        return {}
    planned = FollowUp.objects.filter(lead__in=waiting, done_at=None).order_by("-due_at")
    return {follow_up.lead_id: follow_up for follow_up in planned}


def _card(lead: Lead, known: dict[UUID, str], due: FollowUp | None) -> Card:
    return Card(
        lead=lead,
        column=lead.stage,
        band=scoring_config().bands.of(lead.lead_score),
        badges=[] if not lead.is_open else list(_badges(lead, known, due)),
        age=words.age(lead.converted_at or lead.created_at),
    )


def _badges(lead: Lead, known: dict[UUID, str], due: FollowUp | None) -> Iterable[Badge]:
    if lead.urgency_level in PRESSING:
        urgency = Lead.Urgency(lead.urgency_level)
        yield str(urgency.label), PRESSING[urgency]
    if due is not None:
        late = due.due_at <= clock.now()
        yield words.due(due.get_channel_display(), due.due_at), "danger" if late else ""
    else:
        yield str(Lead.Source(lead.source_type).label), ""
    if lead.unanswered_count:
        most: Any = leads_config().follow_ups.give_up_after
        said = {"n": lead.unanswered_count, "most": most}
        yield _("%(n)d of %(most)d unanswered") % said, ""
    if lead.pk in known:
        yield known[lead.pk], "warning"
