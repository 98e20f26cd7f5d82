"""The approval queue as people see it: one card for a person, however much they sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from crm.accounts.models import Staff
from crm.customers.models import ContactPoint, Customer
from crm.integrations.models import Approval

MOST = 100


@dataclass(frozen=True)
class Known:
    """Somebody we know who shares an address; only an equal email is beyond doubt."""

    customer: Customer
    reason: str
    is_visible: bool


@dataclass
class Card:
    """What one person has sent, most urgent first."""

    approvals: list[Approval]
    known: list[Known] = field(default_factory=list)

    @property
    def first(self) -> Approval:
        return self.approvals[0]

    @property
    def who(self) -> str:
        return next((approval.name for approval in self.approvals if approval.name), self.first.who)

    @property
    def email(self) -> str:
        return next((approval.email for approval in self.approvals if approval.email), "")

    @property
    def phone(self) -> str:
        return next((approval.phone for approval in self.approvals if approval.phone), "")

    @property
    def flags(self) -> list[str]:
        return [flag for approval in self.approvals for flag in approval.flags]

    @property
    def is_urgent(self) -> bool:
        return self.first.urgency == "URGENT" and not self.flags


def cards(staff: Staff, *, most: int = MOST) -> list[Card]:
    """What waits, urgent first; three queries however many there are."""
    waiting = Approval.objects.visible_to(staff).waiting().urgent_first()[:most]
    found = [Card(group) for group in grouped(waiting)]
    _recognise(found, staff)
    return found


def grouped(approvals: Iterable[Approval]) -> list[list[Approval]]:
    """Those who share an email, a phone or a number over there are one person; order is kept."""
    groups: list[list[Approval]] = []
    seen: dict[Any, list[Approval]] = {}
    for approval in approvals:
        keys = _keys(approval)
        mine = next((seen[key] for key in keys if key in seen), None)
        if mine is None:
            mine = []
            groups.append(mine)
        mine.append(approval)
        for key in keys:
            other = seen.get(key, mine)
            if other is not mine:  # this one ties together what looked like two people
                mine += other
                groups.remove(other)
                seen.update({each: mine for each, group in seen.items() if group is other})
            seen[key] = mine
    return groups


def _keys(approval: Approval) -> list[tuple[Any, ...]]:
    everything = {
        "email": approval.email,
        "phone": approval.phone,
        "user": approval.external_user,
    }
    return [(approval.branch_id, kind, value) for kind, value in everything.items() if value]


def _recognise(found: list[Card], staff: Staff) -> None:
    emails = {card.email for card in found} - {""}
    phones = {card.phone for card in found} - {""}
    points = ContactPoint.objects.filter(
        Q(kind="EMAIL", value__in=emails) | Q(kind="PHONE", value__in=phones),
        customer__deleted_at=None,
    ).select_related("customer")
    by_value: dict[str, list[ContactPoint]] = {}
    for point in points.order_by("created_at", "pk") if found else []:
        by_value.setdefault(point.value, []).append(point)
    ids = {point.customer_id for points in by_value.values() for point in points}
    visible = set(
        Customer.objects.visible_to(staff).filter(pk__in=ids).values_list("pk", flat=True)
    )
    for card in found:
        card.known = _known_of(card, by_value, visible)


def _known_of(
    card: Card, by_value: dict[str, list[ContactPoint]], visible: set[UUID]
) -> list[Known]:
    known: dict[UUID, Known] = {}
    for value, reason in ((card.email, "email"), (card.phone, "phone")):
        for point in by_value.get(value, []):
            known.setdefault(
                point.customer_id,
                Known(point.customer, reason, is_visible=point.customer_id in visible),
            )
    return list(known.values())[:3]
