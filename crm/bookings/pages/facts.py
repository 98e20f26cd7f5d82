"""Changing one fact of a repair where it stands."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.bookings import rules
from crm.bookings.editable import FACTS
from crm.bookings.models import Booking
from crm.bookings.pages.finding import booking_of, message
from crm.ui import inline


@may("bookings.edit")
@require_safe
def shown(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    return inline.show(request, booking_of(request, pk), inline.one_of(FACTS, name))


@may("bookings.edit")
@require_safe
def form(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    return inline.ask(request, booking_of(request, pk), inline.one_of(FACTS, name))


@may("bookings.edit")
@require_POST
def change(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    booking = booking_of(request, pk)

    def save(changes: dict[str, Any], version: int | None) -> Booking:
        return rules.edit(booking, changes, by=person(request), version=version)

    return inline.change(
        request, booking, inline.one_of(FACTS, name), save, booking=message(booking)
    )
