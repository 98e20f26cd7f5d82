"""How every rule of this package takes hold of a booking, and lets go of it."""

from decimal import Decimal

from crm.bookings.models import Booking
from crm.lib import clock, versions
from crm.lib.refusal import Refusal

PENNY = Decimal("0.01")


def locked(booking: Booking, *, version: int | None = None) -> Booking:
    """The booking as it is now, held until the transaction ends.

    Refuses with 412 when `version` is not the current one, 404 when it was deleted meanwhile.
    """
    rows = Booking.objects.select_for_update(of=("self",))
    try:
        booking = rows.select_related("customer", "device", "branch").get(
            pk=booking.pk, deleted_at=None
        )
    except Booking.DoesNotExist:
        raise Refusal("This repair has been deleted.", status=404) from None
    versions.must_match(booking, version)
    return booking


def must_be_open(booking: Booking, sentence: str) -> None:
    if not booking.is_open:
        raise Refusal(sentence, field="status")


def save(booking: Booking, *fields: str) -> None:
    """Save the named fields and move the version on, so that stale writers are told."""
    booking.version += 1
    booking.updated_at = clock.now()
    booking.save(update_fields=[*fields, "version", "updated_at"])


def pounds(amount: Decimal | None, field: str) -> Decimal | None:
    """The amount to the penny; less than nothing is refused."""
    if amount is None:
        return None
    if amount < 0:
        raise Refusal("A price cannot be negative.", field=field, status=422)
    return amount.quantize(PENNY)
