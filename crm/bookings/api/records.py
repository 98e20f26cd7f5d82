"""Repairs as rows: list, read, take in, replace, change, and everything kept of one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.idempotency import asking_first, idempotent, ready
from crm.accounts.may import caller, may
from crm.bookings import rules
from crm.bookings.api.asked import BookingsAsked
from crm.bookings.api.given import BookingOut, BookingPage, HistoryOut
from crm.bookings.api.taken import BookingIn, BookingPatch, BookingPut
from crm.bookings.finding import device_of, seen
from crm.bookings.intake import ready_to_take
from crm.bookings.models import Booking
from crm.lib import paging
from crm.lib.versions import expected, versioned

router = Router(tags=["bookings"])
MOST_LINES = 500


@router.get("", response=BookingPage)
@may("bookings.view")
def list_bookings(request: HttpRequest, asked: Query[BookingsAsked]) -> dict[str, Any]:
    """Repairs of the caller's branches, newest first unless sorted otherwise."""
    rows = asked.of(Booking.objects.visible_to(caller(request)))
    related = rows.select_related("device__model__brand")
    found = paging.page(related, order=asked.order, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}


def _ready_to_take(request: HttpRequest, *, body: BookingIn, **_: Any) -> Callable[[], Booking]:
    return ready_to_take(body.told(), by=caller(request))


@router.post("", response={201: BookingOut})
@may("bookings.create")
@asking_first(_ready_to_take)
@idempotent
@versioned
def create_booking(
    request: HttpRequest, response: HttpResponse, body: BookingIn
) -> Status[Booking]:
    """Take a repair in. Without a price it is quoted from the price rules."""
    booking = ready(request)()
    response["Location"] = f"{request.path}/{booking.pk}"
    return Status(201, booking)


@router.get("/{uuid:booking_id}", response=BookingOut)
@may("bookings.view")
@versioned
def get_booking(request: HttpRequest, booking_id: UUID) -> Booking:
    """One repair."""
    return seen(booking_id, caller(request))


@router.put("/{uuid:booking_id}", response=BookingOut)
@may("bookings.edit")
@versioned
def replace_booking(request: HttpRequest, booking_id: UUID, body: BookingPut) -> Booking:
    """Replace everything that people edit; what is left out goes back to its default."""
    by = caller(request)
    booking = seen(booking_id, by)
    device = _device(booking, body.device_id)
    return rules.edit(booking, body.values() | {"device": device}, by=by, version=expected(request))


@router.patch("/{uuid:booking_id}", response=BookingOut)
@may("bookings.edit")
@versioned
def change_booking(request: HttpRequest, booking_id: UUID, body: BookingPatch) -> Booking:
    """Change the fields that are sent."""
    by = caller(request)
    booking, changes = seen(booking_id, by), body.values()
    if "device_id" in body.model_fields_set:
        changes["device"] = _device(booking, body.device_id)
    return rules.edit(booking, changes, by=by, version=expected(request))


@router.get("/{uuid:booking_id}/history", response=HistoryOut)
@may("bookings.view")
def booking_history(request: HttpRequest, booking_id: UUID) -> dict[str, Any]:
    """Every status and every promise it has had, its parts and what was seen, at most 500 each."""
    booking = seen(booking_id, caller(request))
    return {
        "steps": booking.history.order_by("created_at", "pk")[:MOST_LINES],
        "promises": booking.promises.order_by("made_at", "pk")[:MOST_LINES],
        "parts": booking.parts.order_by("created_at", "pk")[:MOST_LINES],
        "faults": booking.faults.order_by("seen_at", "pk")[:MOST_LINES],
    }


def _device(booking: Booking, device_id: UUID | None) -> Any:
    """The device meant; the one it has stays right even after it was sold on."""
    if device_id == booking.device_id:
        return booking.device
    return device_of(device_id, booking.customer)
