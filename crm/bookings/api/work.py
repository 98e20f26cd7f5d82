"""What a repair takes and what was found on the way."""

from decimal import Decimal
from typing import Annotated, Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.responses import Status
from pydantic import Field, StrictInt

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.bookings import rules
from crm.bookings.api.given import FaultOut, PartOut
from crm.bookings.finding import seen
from crm.bookings.models import Fault, Part
from crm.lib.refusal import Refusal
from crm.lib.schema import In
from crm.lib.versions import conditional, expected
from crm.lib.wire import Line, MomentIn, MoneyIn

router = Router()
Quantity = Annotated[StrictInt, Field(ge=1, le=1000)]


class PartIn(In):
    """A part the repair takes. Money is for one of them, in pounds."""

    name: Annotated[Line, Field(min_length=1, max_length=150, examples=["Screen 14 inch"])]
    sku: Annotated[Line, Field(max_length=80)] = ""
    quantity: Quantity = 1
    cost: MoneyIn | None = None
    price: MoneyIn | None = None
    status: Part.Status = Part.Status.NEEDED
    due_at: MomentIn | None = None


class PartPatch(In):
    """What to change of it; a new status moves it along."""

    name: Annotated[Line, Field(min_length=1, max_length=150)] | None = None
    sku: Annotated[Line, Field(max_length=80)] | None = None
    quantity: Quantity | None = None
    cost: MoneyIn | None = None
    price: MoneyIn | None = None
    due_at: MomentIn | None = None
    status: Part.Status | None = None

    def changes(self) -> dict[str, Any]:
        said = {name: getattr(self, name) for name in self.model_fields_set - {"status"}}
        unknown = {"cost", "price", "due_at"}
        return {name: v for name, v in said.items() if v is not None or name in unknown}


class FaultIn(In):
    """Something seen on the device, and what was decided if that is known."""

    what: Annotated[Line, Field(min_length=1, examples=["Battery at 71 %"])]
    decision: Fault.Decision = Fault.Decision.NOTED
    price: MoneyIn | None = Field(default=None, description="what mending it would cost")


class DecisionIn(In):
    decision: Fault.Decision


@router.post("/{uuid:booking_id}/parts", response={201: PartOut})
@may("bookings.edit")
@idempotent
@conditional
def add_part(request: HttpRequest, booking_id: UUID, body: PartIn) -> Status[Part]:
    """The repair takes this part."""
    by = caller(request)
    booking, new = seen(booking_id, by), rules.NewPart(**dict(body))
    return Status(201, rules.add_part(booking, new, by=by, version=expected(request)))


@router.patch("/{uuid:booking_id}/parts/{uuid:part_id}", response=PartOut)
@may("bookings.edit")
@conditional
def change_part(request: HttpRequest, booking_id: UUID, part_id: UUID, body: PartPatch) -> Part:
    """Correct it, or move it along: ordered, arrived, fitted, sent back."""
    by, changes = caller(request), body.changes()
    part = get_object_or_404(seen(booking_id, by).parts, pk=part_id)
    if changes and body.status is not None:
        raise Refusal("Correct a part or move it, one at a time.", field="status", status=422)
    if body.status is not None:
        return rules.move_part(part, body.status, by=by, version=expected(request))
    return rules.edit_part(part, changes, by=by, version=expected(request))


@router.post("/{uuid:booking_id}/faults", response={201: FaultOut})
@may("bookings.edit")
@idempotent
@conditional
def find_fault(request: HttpRequest, booking_id: UUID, body: FaultIn) -> Status[Fault]:
    """Write down what was seen, repaired or declined."""
    by = caller(request)
    fault = rules.find_fault(
        seen(booking_id, by),
        body.what,
        price=cast("Decimal | None", body.price),
        decision=body.decision,
        by=by,
        version=expected(request),
    )
    return Status(201, fault)


@router.patch("/{uuid:booking_id}/faults/{uuid:fault_id}", response=FaultOut)
@may("bookings.edit")
@conditional
def decide_fault(request: HttpRequest, booking_id: UUID, fault_id: UUID, body: DecisionIn) -> Fault:
    """It was repaired, or the customer does not want it mended."""
    by = caller(request)
    fault = get_object_or_404(seen(booking_id, by).faults, pk=fault_id)
    return rules.decide_fault(fault, body.decision, by=by, version=expected(request))
