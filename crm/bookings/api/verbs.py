"""Repairs on their way: moved, given, taken, promised, finished, told, rated."""

from decimal import Decimal
from typing import Annotated, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from ninja.responses import Status as Answer
from pydantic import Field, StrictFloat, StrictInt

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.bookings import rules
from crm.bookings.api.given import BookingOut
from crm.bookings.finding import seen, worker_at
from crm.bookings.models import Booking, Status
from crm.lib.refusal import Refusal
from crm.lib.schema import In
from crm.lib.versions import expected, versioned
from crm.lib.wire import Line, MomentIn, MoneyIn, Text

router = Router()


class StatusIn(In):
    """Where to. A reason is needed to cancel."""

    status: Status
    notes: Annotated[Line, Field(max_length=500)] = ""


class BookingAssignIn(In):
    """Whose bench it is on from now on; null for nobody's."""

    assigned_technician_id: UUID | None


class PromiseIn(In):
    """The date given to the customer; when it moves, why."""

    promised_at: MomentIn = Field(examples=["2190-01-15T16:00:00Z"])
    reason: Line = ""


class CompleteIn(In):
    final_price: MoneyIn | None = Field(default=None, description="in pounds with VAT")
    notes: Annotated[Line, Field(max_length=500)] = ""


class BookingReasonIn(In):
    reason: Annotated[Line, Field(min_length=1, examples=["Bought a new device"])]


class ReturnIn(In):
    """What is wrong this time."""

    problem_description: Annotated[Text, Field(min_length=1, examples=["Dark again"])]
    promised_at: MomentIn | None = None
    assigned_technician_id: UUID | None = None


class RatingIn(In):
    """At least one of the three."""

    customer_effort_score: Annotated[StrictFloat, Field(ge=1, le=5)] | None = None
    nps_score: Annotated[StrictInt, Field(ge=0, le=10)] | None = None
    satisfaction_notes: Text = ""

    def rating(self) -> rules.Rating:
        effort = self.customer_effort_score
        score = None if effort is None else Decimal(str(effort))
        return rules.Rating(score, self.nps_score, self.satisfaction_notes)


@router.post("/{uuid:booking_id}/status", response=BookingOut)
@may("bookings.edit")
@versioned
def change_booking_status(request: HttpRequest, booking_id: UUID, body: StatusIn) -> Booking:
    """Take it where the configuration lets people take it from where it stands."""
    by = caller(request)
    booking, version = seen(booking_id, by), expected(request)
    return rules.change_status(booking, body.status, notes=body.notes, by=by, version=version)


@router.post("/{uuid:booking_id}/assign", response=BookingOut)
@may("bookings.assign")
@versioned
def assign_booking(request: HttpRequest, booking_id: UUID, body: BookingAssignIn) -> Booking:
    """Give it to somebody who works at its branch, or to nobody."""
    by = caller(request)
    booking, to = seen(booking_id, by), body.assigned_technician_id
    worker = worker_at(booking.branch_id, to) if to else None
    return rules.assign(booking, worker, by=by, version=expected(request))


@router.post("/{uuid:booking_id}/claim", response=BookingOut)
@may("bookings.edit")
@versioned
def claim_booking(request: HttpRequest, booking_id: UUID) -> Booking:
    """Take a job that is nobody's. Of two who try at once exactly one gets it; 409 the other."""
    by = caller(request)
    return rules.claim(seen(booking_id, by), by=by, version=expected(request))


@router.post("/{uuid:booking_id}/promise", response=BookingOut)
@may("bookings.edit")
@versioned
def promise_booking(request: HttpRequest, booking_id: UUID, body: PromiseIn) -> Booking:
    """Give the customer a date, or another one. Every date stays in the ledger."""
    by = caller(request)
    booking, version = seen(booking_id, by), expected(request)
    return rules.promise(booking, body.promised_at, reason=body.reason, by=by, version=version)


@router.post("/{uuid:booking_id}/complete", response=BookingOut)
@may("bookings.edit")
@versioned
def complete_booking(
    request: HttpRequest, booking_id: UUID, body: CompleteIn | None = None
) -> Booking:
    """The job is over; its warranty begins."""
    by, said = caller(request), body or CompleteIn()
    booking, version = seen(booking_id, by), expected(request)
    final_price = cast("Decimal | None", said.final_price)
    return rules.complete(
        booking, final_price=final_price, notes=said.notes, by=by, version=version
    )


@router.post("/{uuid:booking_id}/collect", response=BookingOut)
@may("bookings.edit")
@versioned
def collect_booking(request: HttpRequest, booking_id: UUID) -> Booking:
    """The device is back with its owner."""
    by = caller(request)
    return rules.collect(seen(booking_id, by), by=by, version=expected(request))


@router.post("/{uuid:booking_id}/told", response=BookingOut)
@may("bookings.edit")
@versioned
def tell_booking(request: HttpRequest, booking_id: UUID) -> Booking:
    """The customer knows that it is ready."""
    by = caller(request)
    return rules.tell(seen(booking_id, by), by=by)


@router.post("/{uuid:booking_id}/cancel", response=BookingOut)
@may("bookings.edit")
@versioned
def cancel_booking(request: HttpRequest, booking_id: UUID, body: BookingReasonIn) -> Booking:
    """It will not happen, and why."""
    by = caller(request)
    booking, version = seen(booking_id, by), expected(request)
    return rules.cancel(booking, reason=body.reason, by=by, version=version)


@router.post("/{uuid:booking_id}/refund", response=BookingOut)
@may("bookings.refund")
@versioned
def refund_booking(request: HttpRequest, booking_id: UUID, body: BookingReasonIn) -> Booking:
    """Mark that the money went back; moving it is the ledger's business."""
    by = caller(request)
    booking, version = seen(booking_id, by), expected(request)
    return rules.refund(booking, reason=body.reason, by=by, version=version)


@router.post("/{uuid:booking_id}/warranty-return", response={201: BookingOut})
@may("bookings.create")
@idempotent
@versioned
def return_booking(
    request: HttpRequest, response: HttpResponse, booking_id: UUID, body: ReturnIn
) -> Answer[Booking]:
    """It came back: a repair at no charge that belongs to the first job and its warranty."""
    by, to = caller(request), body.assigned_technician_id
    first = seen(booking_id, by)
    if to and to != by.pk and not by.can("bookings.assign"):
        raise Refusal("Your role does not include giving repairs to somebody.", status=403)
    back = rules.warranty_return(
        first,
        problem=body.problem_description,
        promised_at=body.promised_at,
        technician=worker_at(first.branch_id, to) if to else None,
        by=by,
    )
    response["Location"] = f"{request.path.rpartition(str(booking_id))[0]}{back.pk}"
    return Answer(201, back)


@router.post("/{uuid:booking_id}/rate", response=BookingOut)
@may("bookings.edit")
@versioned
def rate_booking(request: HttpRequest, booking_id: UUID, body: RatingIn) -> Booking:
    """What the customer made of it."""
    by = caller(request)
    return rules.rate(seen(booking_id, by), body.rating(), by=by, version=expected(request))
