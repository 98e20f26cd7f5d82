"""Repairs, as many as a test needs, through the rules or (for volume) straight into the table."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection

from crm.accounts.models import Branch, Staff
from crm.bookings import rules
from crm.bookings.models import Booking
from crm.customers.models import Customer, Device
from crm.customers.tests import make as people
from crm.lib import clock

NEW = rules.NewBooking.__dataclass_fields__


def make_booking(
    *,
    branch: Branch | None = None,
    by: Staff | None = None,
    customer: Customer | None = None,
    device: Device | None = None,
    technician: Staff | None = None,
    **overrides: Any,
) -> Booking:
    """A repair taken in by the rule, with a status on the way if one is asked for.

    What `NewBooking` knows may be overridden; any other column is written afterwards, as if
    time had passed.
    """
    branch = branch or Branch.objects.order_by("pk").first()
    assert branch is not None
    by = by or Staff.objects.system()
    customer = customer or people.customer(branch, overrides.pop("name", "Ann Able"))
    told = {"repair_type": "SCREEN_REPAIR", "base_price": Decimal(129)}
    told |= {name: overrides.pop(name) for name in list(overrides) if name in NEW}
    walked = WAYS.get(told.get("status", ""), [])
    if walked:
        told["status"] = "CONFIRMED"
    booking = rules.take(
        rules.NewBooking(**told),
        customer,
        by=by,
        branch=branch,
        device=lambda _customer: device,
        technician=technician,
    )
    for step in walked:
        booking = rules.change_status(booking, step, by=by, notes="test")
    return aged(booking, **overrides)


def make_device(customer: Customer, label: str = "MacBook Pro 14", **columns: Any) -> Device:
    return Device.objects.create(customer=customer, label=label, **columns)


def aged(booking: Booking, **columns: Any) -> Booking:
    """The same repair with columns that only time or another rule would have written."""
    if columns:
        Booking.objects.filter(pk=booking.pk).update(**columns)
    return Booking.objects.get(pk=booking.pk)


def make_many(number: int, *, branch: Branch, by: Staff, **columns: Any) -> list[Booking]:
    """Many plain repairs at once, without events: for counting queries and for timing."""
    now: datetime = clock.now()
    customer = columns.pop("customer", None) or people.customer(branch, "Many Things")
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('booking_numbers') FROM generate_series(1, %s)", [number])
        numbers = [row[0] for row in cursor.fetchall()]
    rows = [
        Booking(
            **{
                "number": one,
                "reference": f"FX-{one}",
                "branch": branch,
                "customer": customer,
                "repair_type": "SCREEN_REPAIR",
                "status": "CONFIRMED",
                "base_price": Decimal(100),
                "promised_at": now + timedelta(hours=index + 1),
                "created_by": by,
            }
            | columns
        )
        for index, one in enumerate(numbers)
    ]
    return Booking.objects.bulk_create(rows, batch_size=1000)


_BENCH = ["IN_PROGRESS"]
WAYS = {
    "IN_PROGRESS": _BENCH,
    "WAITING_PARTS": [*_BENCH, "WAITING_PARTS"],
    "WAITING_APPROVAL": [*_BENCH, "WAITING_APPROVAL"],
    "READY_FOR_PICKUP": [*_BENCH, "READY_FOR_PICKUP"],
    "COMPLETED": [*_BENCH, "READY_FOR_PICKUP", "COMPLETED"],
    "CANCELLED": ["CANCELLED"],
    "REFUNDED": [*_BENCH, "COMPLETED", "REFUNDED"],
}
