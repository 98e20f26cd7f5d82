"""The one judge of whom we may contact how, address by address."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm.consent.models import Consent
from crm.customers.models import ContactPoint, Customer

MOST_ADDRESSES = 20


@dataclass(frozen=True)
class Verdict:
    """Whether we may, in one word, and why, in one sentence a person can read."""

    allowed: bool
    reason: str
    consent: Consent | None = None
    address: str = ""
    channel: str = ""
    purpose: str = ""

    def __bool__(self) -> bool:
        return self.allowed


def may_contact(customer: Customer, channel: str, purpose: str, *, address: str = "") -> Verdict:
    """May we write to (or call) this customer on this channel for this purpose?

    The only judge. About a repair we may, unless they withdrew; for marketing we need a yes.
    A word counts for the address it was said about, so whoever sends asks with the `address`
    it will use; without one, the address we would use is judged.
    """
    theirs = addresses(customer, channel)
    judged = address or next(iter(theirs), "")
    if not judged or judged not in theirs:
        return Verdict(False, _("We have no address for this channel."), None, "", channel, purpose)
    return may_contact_address(judged, channel, purpose)


def may_contact_address(address: str, channel: str, purpose: str) -> Verdict:
    """The same judgement for an address alone: a lead's, or one of several."""
    if not address:
        return Verdict(False, _("We have no address for this channel."), None, "", channel, purpose)
    latest = Consent.objects.filter(address=address, channel=channel, purpose=purpose)
    return _judged(latest.order_by("-recorded_at", "-pk").first(), address, channel, purpose)


def verdicts(customer: Customer) -> list[Verdict]:
    """Every address of theirs on every channel for every purpose, in two statements."""
    points = list(_points(customer)[:MOST_ADDRESSES])
    heard = Consent.objects.filter(address__in={point.value for point in points})
    newest = heard.order_by("address", "channel", "purpose", "-recorded_at", "-pk")
    latest = {
        (one.address, one.channel, one.purpose): one
        for one in newest.distinct("address", "channel", "purpose")
    }
    return [
        _judged(latest.get((point.value, channel, purpose)), point.value, channel, purpose)
        for channel in Consent.Channel.values
        for point in points
        if point.kind == kind_of(channel)
        for purpose in Consent.Purpose.values
    ]


def history(customer: Customer) -> QuerySet[Consent]:
    """Everything that was said about their addresses, the latest first."""
    theirs = ContactPoint.objects.filter(customer=customer).values("value")
    rows = Consent.objects.filter(address__in=theirs).select_related("recorded_by")
    return rows.order_by("-recorded_at", "-pk")


def addresses(customer: Customer, channel: str) -> list[str]:
    """Their addresses on this channel, the one we would use first."""
    points = _points(customer).filter(kind=kind_of(channel))
    return list(points.values_list("value", flat=True))


def kind_of(channel: str) -> str:
    email = channel == Consent.Channel.EMAIL
    return ContactPoint.Kind.EMAIL if email else ContactPoint.Kind.PHONE


def _points(customer: Customer) -> QuerySet[ContactPoint]:
    points = ContactPoint.objects.filter(customer=customer)
    return points.order_by("-is_primary", "created_at", "pk")


def _judged(latest: Consent | None, address: str, channel: str, purpose: str) -> Verdict:
    if latest is None:
        allowed = purpose == Consent.Purpose.SERVICE
        reason = _("They asked us for help.") if allowed else _("They have not been asked.")
    else:
        allowed = latest.decision == Consent.Decision.GIVEN
        reason = _("They said yes.") if allowed else _("They said no.")
    return Verdict(allowed, reason, latest, address, channel, purpose)
