"""Payments as rows, and what happens to one: taken, given back, taken back."""

from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.bookings.finding import customer_of, named
from crm.lib import paging
from crm.lib.paging import PageAsked
from crm.lib.schema import In
from crm.lib.wire import DayIn, Line, MoneyIn
from crm.payments import reading, rules
from crm.payments.api.amounts import pounds
from crm.payments.api.given import PaymentOut, PaymentPage
from crm.payments.api.keys import key_of, keyed
from crm.payments.models import Kind, LedgerTransaction, Method
from crm.payments.models.ledger import LedgerQuerySet

router = Router(tags=["payments"])
NEWEST = ("-occurred_at", "-id")


class PaymentsAsked(PageAsked):
    """Filters are combined with "and"; a repeated one means any of its values."""

    kind: list[Kind] = []
    method: list[Method] = []
    booking_id: UUID | None = None
    customer_id: UUID | None = None
    branch_id: UUID | None = None
    day_from: DayIn | None = None
    day_until: DayIn | None = None

    def of(self, rows: LedgerQuerySet) -> LedgerQuerySet:
        wanted: dict[str, Any] = {
            "kind__in": self.kind,
            "method__in": self.method,
            "booking_id": self.booking_id,
            "branch_id": self.branch_id,
            "trading_day__day__gte": self.day_from,
            "trading_day__day__lte": self.day_until,
        }
        return rows.filter(**{path: value for path, value in wanted.items() if value})


class PaymentIn(In):
    booking_id: UUID
    amount: MoneyIn
    method: Method
    kind: Literal["PAYMENT", "DEPOSIT"] = "PAYMENT"
    note: Line = ""


class RefundIn(In):
    amount: MoneyIn
    reason: Line
    method: Method | None = Field(default=None, description="the payment's own unless given")


class ReasonIn(In):
    reason: Line


class CreditIn(In):
    customer_id: UUID
    amount: MoneyIn
    reason: Line


@router.get("", response=PaymentPage)
@may("payments.view")
def list_payments(request: HttpRequest, asked: Query[PaymentsAsked]) -> dict[str, Any]:
    """Movements of money at the caller's branches, the latest first."""
    staff = caller(request)
    rows = asked.of(reading.movements(staff))
    if asked.customer_id:
        rows = rows.of_customer(customer_of(asked.customer_id, staff))
    found = paging.page(rows, order=NEWEST, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}


@router.post("", response={201: PaymentOut})
@may("payments.take")
@idempotent
def take_payment(
    request: HttpRequest, response: HttpResponse, body: PaymentIn
) -> Status[LedgerTransaction]:
    """Take a payment or a deposit for a repair. With a key, once."""
    by = caller(request)
    booking = named(body.booking_id, by)
    take = rules.take_deposit if body.kind == "DEPOSIT" else rules.pay
    made = take(booking, pounds(body.amount), method=body.method, by=by, note=body.note)
    response["Location"] = f"{request.path}/{made.pk}"
    return Status(201, reading.movement(made.pk, by))


@router.get("/{uuid:payment_id}", response=PaymentOut)
@may("payments.view")
def get_payment(request: HttpRequest, payment_id: UUID) -> LedgerTransaction:
    """One movement of money."""
    return reading.movement(payment_id, caller(request))


@router.post("/{uuid:payment_id}/refund", response={201: PaymentOut})
@may("payments.refund")
@keyed
def refund_payment(
    request: HttpRequest, payment_id: UUID, body: RefundIn
) -> Status[LedgerTransaction]:
    """Give back a payment, or part of it; never more than was paid.

    What a card company took goes back through the company; when it does not answer (503), the
    refund is under way, and repeating the call with the same key gives it back once.
    """
    by, key = caller(request), key_of(request)
    payment = reading.movement(payment_id, by)
    made = rules.give_payment_back(
        payment,
        pounds(body.amount),
        method=body.method or payment.method,
        reason=body.reason,
        by=by,
        key=key,
    )
    return Status(201, reading.movement(made.pk, by))


@router.post("/{uuid:payment_id}/reversal", response={201: PaymentOut})
@may("payments.refund")
@idempotent
def reverse_payment(
    request: HttpRequest, payment_id: UUID, body: ReasonIn
) -> Status[LedgerTransaction]:
    """Take back a mistake: as if it had not been. Twice is once."""
    by = caller(request)
    made = rules.reverse(reading.movement(payment_id, by), reason=body.reason, by=by)
    return Status(201, reading.movement(made.pk, by))


@router.post("/credits", response={201: PaymentOut})
@may("payments.write_off")
@idempotent
def give_store_credit(request: HttpRequest, body: CreditIn) -> Status[LedgerTransaction]:
    """Give a customer store credit for goodwill, at the caller's home branch."""
    by = caller(request)
    made = rules.give_credit(
        customer_of(body.customer_id, by),
        pounds(body.amount),
        reason=body.reason,
        by=by,
        branch=by.home_branch,
    )
    return Status(201, reading.movement(made.pk, by))
