"""What the API gives: movements of money, balances, invoices, days. Amounts are pounds."""

from datetime import date
from typing import Any
from uuid import UUID

from pydantic import Field

from crm.lib.schema import Out
from crm.lib.wire import Moment, Money
from crm.payments import reading
from crm.payments.models import Invoice, Kind, LedgerTransaction, Method, OutsidePayment


class PaymentOut(Out):
    """One movement of money."""

    id: UUID
    kind: Kind
    method: Method | None = Field(description="null for what moves no money")
    amount: Money = Field(description="in pounds, always more than 0")
    moved: Money = Field(description="into the shop; less than 0 when it went out")
    refunded: Money = Field(description="what of it was given back")
    booking_id: UUID | None
    booking_reference: str | None
    customer_id: UUID
    branch_id: UUID
    day: date = Field(description="the trading day it is counted on")
    note: str
    refunds_id: UUID | None = Field(description="the payment this gives back")
    reverses_id: UUID | None = Field(description="the movement this takes back")
    is_reversed: bool
    external_source: str | None
    external_id: str | None
    by: str
    occurred_at: Moment

    @staticmethod
    def resolve_method(row: LedgerTransaction) -> str | None:
        return row.method or None

    @staticmethod
    def resolve_moved(row: LedgerTransaction) -> Any:
        return reading.signed(row)

    @staticmethod
    def resolve_booking_reference(row: LedgerTransaction) -> str | None:
        return row.booking.reference if row.booking else None

    @staticmethod
    def resolve_customer_id(row: LedgerTransaction) -> UUID | None:
        return row.booking.customer_id if row.booking else row.customer_id

    @staticmethod
    def resolve_day(row: LedgerTransaction) -> date:
        return row.trading_day.day

    @staticmethod
    def resolve_is_reversed(row: LedgerTransaction) -> bool:
        return hasattr(row, "reversed_by")

    @staticmethod
    def resolve_by(row: LedgerTransaction) -> str:
        return str(row.by)


class PaymentPage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[PaymentOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class InvoiceLine(Out):
    text: str
    quantity: int
    net: Money
    vat: Money
    gross: Money
    vat_rate: Money = Field(description="per cent")


class InvoiceOut(Out):
    """An invoice or a credit note, as it was handed out."""

    id: UUID
    kind: Invoice.Kind
    number: str = Field(examples=["INV-00042"])
    booking_id: UUID
    booking_reference: str
    customer_id: UUID
    branch_id: UUID
    issued_at: Moment
    lines: list[InvoiceLine]
    net: Money
    vat: Money
    gross: Money
    credited: Money = Field(description="what credit notes have taken back")
    corrects: str | None = Field(description="the number of the invoice a credit note is of")
    reason: str
    bill_to: dict[str, Any]
    seller: dict[str, Any]

    @staticmethod
    def resolve_booking_reference(row: Invoice) -> str:
        return row.booking.reference

    @staticmethod
    def resolve_customer_id(row: Invoice) -> UUID:
        return row.booking.customer_id

    @staticmethod
    def resolve_corrects(row: Invoice) -> str | None:
        return row.corrects.number if row.corrects else None


class InvoicePage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[InvoiceOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class BalanceOut(Out):
    """How a repair stands."""

    booking_id: UUID
    reference: str
    price: Money | None
    invoiced: Money = Field(description="less credit notes, VAT included")
    vat: Money
    paid: Money = Field(description="by any method, less what went back")
    owed: Money = Field(description="invoiced and not paid")
    held: Money = Field(description="paid and not invoiced")
    written_off: Money
    to_pay: Money = Field(description="owed, or before an invoice what the price leaves")
    to_give_back: Money = Field(description="held, though the repair was cancelled or refunded")


class BookingMoneyOut(Out):
    balance: BalanceOut
    payments: list[PaymentOut] = Field(description="the latest 100, newest first")
    invoices: list[InvoiceOut] = Field(description="the latest 100, newest first")


class CardPaymentOut(Out):
    """A payment with the card company. The secret is given once, when it begins."""

    id: UUID
    source: str
    external_id: str | None
    status: OutsidePayment.Status
    amount: Money
    booking_id: UUID | None
    trouble: str
    client_secret: str | None = Field(default=None, description="for the customer's browser")


class CountOut(Out):
    method: Method
    expected: Money
    counted: Money | None
    difference: Money | None


class CashUpOut(Out):
    """A branch's day: what should be there, and what was counted if it is closed."""

    branch_id: UUID
    day: date
    closed_at: Moment | None
    closed_by: str | None
    note: str
    lines: list[CountOut]
