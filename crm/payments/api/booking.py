"""One repair's money: how it stands, and giving up what will not be paid."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.bookings.finding import seen
from crm.lib.schema import In
from crm.lib.wire import Line, MoneyIn
from crm.payments import reading, rules
from crm.payments.api.amounts import pounds
from crm.payments.api.given import BookingMoneyOut, PaymentOut
from crm.payments.models import LedgerTransaction

router = Router(tags=["payments"])
MOST = 100


class WriteOffIn(In):
    amount: MoneyIn
    reason: Line


@router.get("/bookings/{uuid:booking_id}", response=BookingMoneyOut)
@may("payments.view")
def booking_money(request: HttpRequest, booking_id: UUID) -> dict[str, Any]:
    """What a repair costs, what was paid and what is still to pay, with its papers."""
    staff = caller(request)
    booking = seen(booking_id, staff)
    standing = reading.standing(booking)
    held = standing.balance
    return {
        "balance": {
            "booking_id": booking.pk,
            "reference": booking.reference,
            "price": standing.price,
            "invoiced": held.invoiced,
            "vat": held.vat,
            "paid": held.paid,
            "owed": held.receivable,
            "held": held.deposits,
            "written_off": held.written_off,
            "to_pay": standing.to_pay,
            "to_give_back": standing.to_give_back,
        },
        "payments": _latest(reading.movements(staff).filter(booking=booking), "-occurred_at"),
        "invoices": _latest(reading.invoices(staff).filter(booking=booking), "-issued_at"),
    }


@router.post("/bookings/{uuid:booking_id}/write-off", response={201: PaymentOut})
@may("payments.write_off")
@idempotent
def write_off_debt(
    request: HttpRequest, booking_id: UUID, body: WriteOffIn
) -> Status[LedgerTransaction]:
    """Give up what is owed by an invoice, or part of it."""
    by = caller(request)
    made = rules.write_off(seen(booking_id, by), pounds(body.amount), reason=body.reason, by=by)
    return Status(201, reading.movement(made.pk, by))


def _latest(rows: Any, order: str) -> Any:
    return rows.order_by(order, "-pk")[:MOST]
