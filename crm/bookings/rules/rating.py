"""What the customer made of it, in the platform's two numbers and their own words."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.bookings.rules.saving import locked, save
from crm.lib.refusal import Refusal


@dataclass(frozen=True)
class Rating:
    """How easy it was (1 to 5), whether they would send a friend (0 to 10), and why."""

    customer_effort_score: Decimal | None = None
    nps_score: int | None = None
    notes: str = ""

    def told(self) -> dict[str, Any]:
        """What was said, in the columns' terms; refuses nothing at all."""
        said = {
            "customer_effort_score": _effort(self.customer_effort_score),
            "nps_score": _nps(self.nps_score),
            "satisfaction_notes": self.notes.strip() or None,
        }
        told = {name: value for name, value in said.items() if value is not None}
        if not told:
            raise Refusal("Give a score or a word.", field="nps_score", status=422)
        return told


@transaction.atomic
def rate(booking: Booking, rating: Rating, *, by: Staff, version: int | None = None) -> Booking:
    """Keep what the customer made of a finished repair.

    What is not said stays as it was; the same twice is once.
    """
    booking = locked(booking, version=version)
    if booking.completed_at is None:
        raise Refusal("A repair is rated once it is complete.", field="status")
    return _rated(booking, rating, by=by)


@transaction.atomic
def receive_rating(booking: Booking, rating: Rating, *, by: Staff) -> Booking:
    """The platform's customer has rated it; news of its completion may still be on the way."""
    return _rated(locked(booking), rating, by=by)


def _rated(booking: Booking, rating: Rating, *, by: Staff) -> Booking:
    told = rating.told()
    changed = [name for name, value in told.items() if getattr(booking, name) != value]
    if not changed:
        return booking
    for name in changed:
        setattr(booking, name, told[name])
    save(booking, *changed)
    activity.record(
        "booking.rated",
        about=booking,
        by=by,
        effort=_written(booking.customer_effort_score),
        nps=booking.nps_score,
        content=booking.satisfaction_notes[:300],
        reference=booking.reference,
    )
    return booking


def _effort(score: Decimal | None) -> Decimal | None:
    if score is None:
        return None
    if not 1 <= score <= 5:  # noqa: PLR2004 - the scale
        raise Refusal("Effort is 1 to 5.", field="customer_effort_score", status=422)
    return score.quantize(Decimal("0.1"))


def _nps(score: int | None) -> int | None:
    if score is not None and not 0 <= score <= 10:  # noqa: PLR2004 - the scale
        raise Refusal("This score is 0 to 10.", field="nps_score", status=422)
    return score


def _written(score: Decimal | None) -> str | None:
    return None if score is None else str(score)
