"""A link with which a customer sees where their repair stands, without an account."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from crm import activity
from crm.accounts import secret_tokens
from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.portal.models import StatusLink

MOST_IN_FORCE = 20


@transaction.atomic
def issue_link(booking: Booking, *, by: Staff) -> tuple[StatusLink, str]:
    """A new link to the booking's status; the second value is its address, never seen again."""
    booking = Booking.objects.select_for_update(of=("self",)).get(pk=booking.pk)
    if StatusLink.objects.in_force().filter(booking=booking).count() >= MOST_IN_FORCE:
        raise Refusal("This repair has links enough. Withdraw them, then make a new one.")
    token = secret_tokens.new()
    link = StatusLink.objects.create(
        booking=booking, token_hash=secret_tokens.hashed(token), issued_by=by
    )
    _record("status_link.issued", booking, link, by)
    return link, settings.BASE_URL + reverse("repair-status", args=[token])


@transaction.atomic
def revoke_links(booking: Booking, *, by: Staff) -> int:
    """Every link to the booking stops working with the next look; how many did."""
    links = StatusLink.objects.in_force().filter(booking=booking).select_for_update()
    held = list(links.order_by("pk"))
    now = clock.now()
    for link in held:
        link.revoked_at, link.revoked_by = now, by
        link.save(update_fields=["revoked_at", "revoked_by"])
        _record("status_link.revoked", booking, link, by)
    return len(held)


def opened_by(token: str) -> Booking | None:
    """The booking this link opens; None for one that was withdrawn or never was."""
    links = StatusLink.objects.in_force().filter(
        token_hash=secret_tokens.hashed(token), booking__deleted_at=None
    )
    link = links.select_related("booking__branch", "booking__device__model__brand").first()
    return link.booking if link else None


def _record(verb: str, booking: Booking, link: StatusLink, by: Staff) -> None:
    activity.record(
        verb,
        about=link,
        by=by,
        customer=booking.customer_id,
        branch=booking.branch_id,
        part_of=booking,
        reference=booking.reference,
    )
