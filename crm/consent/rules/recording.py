"""Keeping what a person decided about one of their addresses."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.activity.models import Event
from crm.consent.models import Consent
from crm.consent.rules.judging import addresses, kind_of, may_contact
from crm.customers import rules as customers
from crm.customers.models import ContactPoint, Customer
from crm.lib.refusal import Refusal

_MIRROR = {"EMAIL": "marketing_consent", "SMS": "sms_consent"}


@dataclass(frozen=True)
class Statement:
    """What a person said yes or no to: the words they saw, and how we can show it."""

    channel: str
    purpose: str
    decision: str
    wording: str
    basis: str = Consent.Basis.CONSENT
    evidence: dict[str, Any] = field(default_factory=dict)


@transaction.atomic
def record(
    address: str,
    said: Statement,
    *,
    by: Staff,
    branch: Branch | None = None,
    customer: Customer | None = None,
) -> Consent:
    """Keep the decision about one address (in its normal form); the latest one counts.

    It stands in the story of the `customer` who said it. Without one, it does only when the
    address is one customer's alone: a household's phone speaks for nobody in particular.
    """
    if not address:
        raise Refusal("Consent needs an address to stand for.", field="address", status=422)
    if not said.wording.strip():
        raise Refusal("Keep the words the person agreed to.", field="wording", status=422)
    consent = Consent.objects.create(
        address=address,
        channel=said.channel,
        purpose=said.purpose,
        decision=said.decision,
        basis=said.basis,
        wording=said.wording,
        evidence=said.evidence,
        recorded_by=by,
    )
    known = ContactPoint.objects.filter(kind=kind_of(said.channel), value=address)
    if said.purpose == Consent.Purpose.MARKETING and said.channel in _MIRROR:
        given = said.decision == Consent.Decision.GIVEN
        used = list(known.filter(is_primary=True).values_list("customer_id", flat=True))
        customers.mirror_consent(used, field=_MIRROR[said.channel], given=given)
    holders = list(known.values_list("customer_id", flat=True)[:2])
    alone = holders[0] if len(holders) == 1 else None
    activity.record(
        "consent.recorded",
        about=consent,
        by=by,
        customer=customer.pk if customer else alone,
        branch=branch,
        channel=said.channel,
        purpose=said.purpose,
        decision=said.decision,
    )
    return consent


@transaction.atomic
def record_for(
    customer: Customer, said: Statement, *, by: Staff, branch: Branch, address: str = ""
) -> Consent:
    """By hand: what this customer said about an address of theirs, or about the one we use."""
    theirs = addresses(customer, said.channel)
    if not theirs:
        raise Refusal("We have no address for this channel.", field="channel", status=422)
    if address and address not in theirs:
        raise Refusal("This is no address of theirs.", field="address", status=422)
    return record(address or theirs[0], said, by=by, branch=branch, customer=customer)


@transaction.atomic
def mirror(customer: Customer) -> None:
    """Bring the platform's consent columns of a customer in step with what was recorded."""
    for channel, column in _MIRROR.items():
        given = bool(may_contact(customer, channel, Consent.Purpose.MARKETING))
        if getattr(customer, column) != given:
            customers.mirror_consent([customer.pk], field=column, given=given)


def follow_address(event: Event) -> None:
    """They use another email or phone now: what was said about that one counts."""
    if not {"email", "phone"} & set(event.particulars.get("fields", [])):
        return
    customer = Customer.objects.filter(pk=event.about_id).first()
    if customer is not None:
        mirror(customer)
