"""The repair a page is about, and how the page is told that it changed."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from crm.accounts.may import person
from crm.bookings.finding import seen
from crm.bookings.models import Booking
from crm.ui import answers


def booking_of(request: HttpRequest, pk: UUID) -> Booking:
    """The repair, if this person may see it; a 404 tells no one that it exists."""
    return seen(pk, person(request))


def version_of(request: HttpRequest) -> int | None:
    """The version the form was filled in from, if it says so."""
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None  # noqa: PLR2004 - fits an int


def changed(booking: Booking, word: str) -> HttpResponse:
    """Done: the board and the repair's own page hear of it as if over the live socket."""
    return answers.done(word, booking=message(booking))


def message(booking: Booking) -> dict[str, Any]:
    return {"payload": {"about_type": "booking", "about_id": str(booking.pk)}}
