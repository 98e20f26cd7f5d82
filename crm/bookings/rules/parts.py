"""The parts a repair takes: needed, on their way, here, fitted."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.bookings.models import Booking, Part, Status
from crm.bookings.models.status import ENDED
from crm.bookings.rules.saving import locked, pounds, save
from crm.lib import clock
from crm.lib.refusal import Refusal

EDITABLE = frozenset({"name", "sku", "quantity", "cost", "price", "due_at"})
MOST = 1000


@dataclass(frozen=True)
class NewPart:
    """What is known of a part when somebody sees that it is needed. Money is for one of them."""

    name: str
    sku: str = ""
    quantity: int = 1
    cost: Decimal | None = None
    price: Decimal | None = None
    status: str = Part.Status.NEEDED
    due_at: datetime | None = None


@transaction.atomic
def add_part(booking: Booking, new: NewPart, *, by: Staff, version: int | None = None) -> Part:
    """The repair takes this part."""
    booking = _held(booking, version)
    part = Part(booking=booking, added_by=by, status=new.status)
    _fill(part, {name: getattr(new, name) for name in EDITABLE})
    part.save(force_insert=True)
    _noted(booking, part, "booking.part_added", by=by)
    return part


@transaction.atomic
def move_part(part: Part, status: str, *, by: Staff, version: int | None = None) -> Part:
    """Ordered, arrived, fitted, sent back. The same twice is once."""
    booking = _held(part.booking, version)
    part = Part.objects.select_for_update().get(pk=part.pk)
    if part.status == status:
        return part
    before, part.status = part.status, Part.Status(status)
    part.updated_at = clock.now()
    part.save(update_fields=["status", "updated_at"])
    _noted(booking, part, "booking.part_moved", by=by, before=before)
    return part


@transaction.atomic
def edit_part(
    part: Part, changes: dict[str, Any], *, by: Staff, version: int | None = None
) -> Part:
    """Correct what is known of a part; where it stands is moved, not edited."""
    for name in changes:
        if name not in EDITABLE:
            raise Refusal("This cannot be edited.", field=name, status=422)
    booking = _held(part.booking, version)
    part = Part.objects.select_for_update().get(pk=part.pk)
    before = {name: getattr(part, name) for name in changes}
    _fill(part, changes)
    changed = sorted(name for name in changes if getattr(part, name) != before[name])
    if not changed:
        return part
    part.updated_at = clock.now()
    part.save(update_fields=[*changed, "updated_at"])
    _noted(booking, part, "booking.part_edited", by=by, fields=changed)
    return part


def _held(booking: Booking, version: int | None) -> Booking:
    booking = locked(booking, version=version)
    if booking.status in ENDED or booking.status == Status.COMPLETED:
        raise Refusal("This repair is over; its parts stay as they are.", field="status")
    return booking


def _fill(part: Part, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name in {"cost", "price"}:
            setattr(part, name, pounds(value, name))
        else:
            setattr(part, name, value.strip() if isinstance(value, str) else value)
    if not part.name:
        raise Refusal("Say which part it is.", field="name", status=422)
    if not 1 <= part.quantity <= MOST:
        raise Refusal(f"A repair takes 1 to {MOST} of a part.", field="quantity", status=422)


def _noted(booking: Booking, part: Part, verb: str, *, by: Staff, **more: Any) -> None:
    save(booking)
    activity.record(
        verb,
        about=booking,
        by=by,
        part=part.name,
        part_id=str(part.pk),
        quantity=part.quantity,
        status=part.status,
        reference=booking.reference,
        **more,
    )
