"""What each kind of intent leads to."""

from dataclasses import dataclass, field
from typing import Any

from crm.accounts.models import Branch, Staff
from crm.integrations.config import integrations
from crm.integrations.intents import (
    BookingNews,
    CustomerUpdate,
    Enquiry,
    Intent,
    PaymentNews,
    RatingNews,
    Registration,
    StatusNews,
)
from crm.integrations.models import Approval, Delivery
from crm.integrations.rules import approvals, bookings, payments, updates
from crm.integrations.rules.people import NobodyYetError


@dataclass(frozen=True)
class Result:
    """How a delivery went; `waits_for` names who must appear before it can go on."""

    outcome: str
    note: str = ""
    waits_for: list[str] = field(default_factory=list)


def carry_out(intent: Intent, *, source: str, branch: Branch, by: Staff) -> Result:
    """Do what the intent asks, once."""
    try:
        is_new = _done(intent, source=source, branch=branch, by=by)
    except NobodyYetError as nobody:
        return Result(
            Delivery.Outcome.WAITING,
            note=nobody.why,
            waits_for=nobody.keys,
        )
    return Result(Delivery.Outcome.PROCESSED if is_new else Delivery.Outcome.DUPLICATE)


def _done(intent: Intent, *, source: str, branch: Branch, by: Staff) -> bool:
    """False when it had been done before."""
    told: dict[str, Any] = {"source": source, "branch": branch, "by": by}
    match intent:
        case PaymentNews():
            return payments.note(intent, **told)
        case CustomerUpdate():
            return updates.apply(intent, **told)
        case BookingNews():
            return bookings.take_in(intent, **told)
        case StatusNews():
            return bookings.move(intent, **told)
        case RatingNews():
            return bookings.rate(intent, source=source, by=by)
    return _proposed(intent, source=source, branch=branch, by=by)


def _proposed(intent: Registration | Enquiry, *, source: str, branch: Branch, by: Staff) -> bool:
    """It waits for somebody's word, unless the shop wants none."""
    kind = _kind(intent)
    automatic = integrations().revivatech.auto_approve
    _approval, is_new = approvals.propose(
        kind, intent, source=source, branch=branch, by=by, at_once=getattr(automatic, kind)
    )
    return is_new


def _kind(intent: Registration | Enquiry) -> str:
    registers = isinstance(intent, Registration)
    return str(Approval.Kind.REGISTRATION if registers else Approval.Kind.REPAIR_REQUEST)
