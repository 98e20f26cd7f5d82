"""Invoices and credit notes."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field, StrictInt

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.bookings.finding import customer_of, named
from crm.lib import paging
from crm.lib.paging import PageAsked
from crm.lib.schema import In
from crm.lib.wire import Line, MomentIn, MoneyIn
from crm.payments import reading, rules
from crm.payments.api.amounts import pounds
from crm.payments.api.given import InvoiceOut, InvoicePage
from crm.payments.models import Invoice

router = Router(tags=["invoices"])
NEWEST = ("-issued_at", "-id")
MOST_LINES = 50


class InvoicesAsked(PageAsked):
    kind: Invoice.Kind | None = None
    number: str | None = Field(default=None, max_length=60)
    booking_id: UUID | None = None
    customer_id: UUID | None = None
    branch_id: UUID | None = None
    issued_from: MomentIn | None = None
    issued_before: MomentIn | None = None

    def wanted(self) -> dict[str, Any]:
        wanted = {
            "kind": self.kind,
            "number": self.number,
            "booking_id": self.booking_id,
            "branch_id": self.branch_id,
            "issued_at__gte": self.issued_from,
            "issued_at__lt": self.issued_before,
        }
        return {path: value for path, value in wanted.items() if value}


class ItemIn(In):
    text: Annotated[Line, Field(min_length=1)]
    gross: MoneyIn = Field(description="the price of one, VAT included")
    quantity: Annotated[StrictInt, Field(ge=1, le=1000)] = 1


class InvoiceIn(In):
    """Without items, one line: the repair at its price."""

    booking_id: UUID
    items: Annotated[list[ItemIn], Field(max_length=MOST_LINES)] = []


class CreditNoteIn(In):
    reason: Line
    amount: MoneyIn | None = Field(default=None, description="all that is left, unless given")


@router.get("", response=InvoicePage)
@may("payments.view")
def list_invoices(request: HttpRequest, asked: Query[InvoicesAsked]) -> dict[str, Any]:
    """Invoices and credit notes of the caller's branches, the latest first."""
    staff = caller(request)
    rows = reading.invoices(staff).filter(**asked.wanted())
    if asked.customer_id:
        rows = rows.filter(booking__customer=customer_of(asked.customer_id, staff))
    found = paging.page(rows, order=NEWEST, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}


@router.post("", response={201: InvoiceOut})
@may("payments.take")
@idempotent
def issue_invoice(request: HttpRequest, response: HttpResponse, body: InvoiceIn) -> Status[Invoice]:
    """Issue the invoice of a repair, with the next number. Deposits are counted against it."""
    by = caller(request)
    items = [rules.Item(one.text, pounds(one.gross), one.quantity) for one in body.items]
    made = rules.invoice(named(body.booking_id, by), by=by, items=items)
    response["Location"] = f"{request.path}/{made.pk}"
    return Status(201, _invoice(request, made.pk))


@router.get("/{uuid:invoice_id}", response=InvoiceOut)
@may("payments.view")
def get_invoice(request: HttpRequest, invoice_id: UUID) -> Invoice:
    """One invoice or credit note."""
    return _invoice(request, invoice_id)


@router.post("/{uuid:invoice_id}/credit-note", response={201: InvoiceOut})
@may("payments.refund")
@idempotent
def issue_credit_note(
    request: HttpRequest, invoice_id: UUID, body: CreditNoteIn
) -> Status[Invoice]:
    """Take back an invoice, or part of it, by a credit note."""
    by = caller(request)
    original = _invoice(request, invoice_id)
    amount = None if body.amount is None else pounds(body.amount)
    made = rules.credit_note(original, reason=body.reason, amount=amount, by=by)
    return Status(201, _invoice(request, made.pk))


def _invoice(request: HttpRequest, pk: UUID) -> Invoice:
    return get_object_or_404(reading.invoices(caller(request)), pk=pk)
