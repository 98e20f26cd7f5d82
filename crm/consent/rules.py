"""Recording what a person decided, and the one judge of whom we may contact."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.consent.models import Consent
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


@dataclass(frozen=True)
class Verdict:
    """Whether we may, in one word, and why, in one sentence a person can read."""

    allowed: bool
    reason: str
    consent: Consent | None = None

    def __bool__(self) -> bool:
        return self.allowed


@transaction.atomic
def record(address: str, said: Statement, *, by: Staff, branch: Branch | None = None) -> Consent:
    """Keep the decision about one address (in its normal form); the latest one counts."""
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
    known = ContactPoint.objects.filter(kind=_kind(said.channel), value=address)
    customer_ids = sorted(set(known.values_list("customer_id", flat=True)))
    if said.purpose == Consent.Purpose.MARKETING and said.channel in _MIRROR:
        given = said.decision == Consent.Decision.GIVEN
        customers.mirror_consent(customer_ids, field=_MIRROR[said.channel], given=given)
    activity.record(
        "consent.recorded",
        about=consent,
        by=by,
        customer=customer_ids[0] if customer_ids else None,
        branch=branch,
        channel=said.channel,
        purpose=said.purpose,
        decision=said.decision,
    )
    return consent


@transaction.atomic
def mirror(customer: Customer) -> None:
    """Bring the platform's consent columns of a new customer in step with what was recorded."""
    for channel, column in _MIRROR.items():
        latest = _latest(_addresses(customer, channel), channel, Consent.Purpose.MARKETING)
        given = latest is not None and latest.decision == Consent.Decision.GIVEN
        if getattr(customer, column) != given:
            customers.mirror_consent([customer.pk], field=column, given=given)


def may_contact(customer: Customer, channel: str, purpose: str) -> Verdict:
    """May we write to (or call) this customer on this channel for this purpose?

    The only judge. About a repair we may, unless they withdrew; for marketing we need a yes.
    """
    addresses = _addresses(customer, channel)
    if not addresses:
        return Verdict(allowed=False, reason=_("We have no address for this channel."))
    return _judged(_latest(addresses, channel, purpose), purpose)


def may_contact_address(address: str, channel: str, purpose: str) -> Verdict:
    """The same judgement for somebody who is not a customer yet: a lead's address."""
    if not address:
        return Verdict(allowed=False, reason=_("We have no address for this channel."))
    return _judged(_latest([address], channel, purpose), purpose)


def _judged(latest: Consent | None, purpose: str) -> Verdict:
    if latest is None:
        if purpose == Consent.Purpose.SERVICE:
            return Verdict(allowed=True, reason=_("They asked us for help."))
        return Verdict(allowed=False, reason=_("They have not been asked."))
    if latest.decision == Consent.Decision.GIVEN:
        return Verdict(allowed=True, reason=_("They said yes."), consent=latest)
    return Verdict(allowed=False, reason=_("They said no."), consent=latest)


def _latest(addresses: list[str], channel: str, purpose: str) -> Consent | None:
    return (
        Consent.objects.filter(address__in=addresses, channel=channel, purpose=purpose)
        .order_by("-recorded_at", "-pk")
        .first()
    )


def _addresses(customer: Customer, channel: str) -> list[str]:
    points = ContactPoint.objects.filter(customer=customer, kind=_kind(channel))
    return list(points.values_list("value", flat=True))


def _kind(channel: str) -> str:
    email = channel == Consent.Channel.EMAIL
    return ContactPoint.Kind.EMAIL if email else ContactPoint.Kind.PHONE
