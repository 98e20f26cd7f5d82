"""What each kind of intent leads to."""

from dataclasses import dataclass, field

from crm.accounts.models import Branch, Staff
from crm.integrations.config import integrations
from crm.integrations.intents import (
    CustomerUpdate,
    Enquiry,
    Intent,
    PaymentNews,
    Registration,
)
from crm.integrations.models import Approval, Delivery
from crm.integrations.rules import approvals, payments, updates
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
            note="We do not know this person yet. It is read again when we do.",
            waits_for=nobody.keys,
        )
    return Result(Delivery.Outcome.PROCESSED if is_new else Delivery.Outcome.DUPLICATE)


def _done(intent: Intent, *, source: str, branch: Branch, by: Staff) -> bool:
    """False when it had been done before."""
    if isinstance(intent, PaymentNews):
        return payments.note(intent, source=source, branch=branch, by=by)
    if isinstance(intent, CustomerUpdate):
        return updates.apply(intent, source=source, branch=branch, by=by)
    kind = _kind(intent)
    automatic = integrations().revivatech.auto_approve
    _approval, is_new = approvals.propose(
        kind, intent, source=source, branch=branch, by=by, at_once=getattr(automatic, kind)
    )
    return is_new


def _kind(intent: Registration | Enquiry) -> str:
    registers = isinstance(intent, Registration)
    return str(Approval.Kind.REGISTRATION if registers else Approval.Kind.REPAIR_REQUEST)
