"""Handing out the next number, and the paper it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.bookings.models import Booking
from crm.lib.business import business
from crm.payments.config import payments_config
from crm.payments.models import Invoice, LedgerTransaction

# The row stays locked until the invoice is committed. A sequence would be quicker, and would
# lose a number whenever a transaction is rolled back.
_NEXT = """
    INSERT INTO invoice_series AS held (series, last) VALUES (%s, %s)
    ON CONFLICT (series) DO UPDATE SET last = held.last + 1 RETURNING last
"""


@dataclass(frozen=True)
class Line:
    """One line as it stands on the paper: net and VAT of the whole quantity."""

    text: str
    quantity: int
    net: Decimal
    vat: Decimal
    vat_rate: Decimal

    def written(self) -> dict[str, Any]:
        return {
            "text": self.text,
            "quantity": self.quantity,
            "net": str(self.net),
            "vat": str(self.vat),
            "gross": str(self.net + self.vat),
            "vat_rate": str(self.vat_rate),
        }


def issue(
    kind: Invoice.Kind,
    movement: LedgerTransaction,
    lines: Sequence[Line],
    *,
    by: Staff,
    corrects: Invoice | None = None,
    reason: str = "",
) -> Invoice:
    """Write the invoice or credit note of a movement, with the next number of its series."""
    booking = movement.booking
    assert booking is not None
    series, sequence, number = _next_number(kind, movement.branch)
    net, vat = (
        sum((one.net for one in lines), Decimal(0)),
        sum((one.vat for one in lines), Decimal(0)),
    )
    made = Invoice.objects.create(
        kind=kind,
        series=series,
        sequence=sequence,
        number=number,
        branch=movement.branch,
        booking=booking,
        transaction=movement,
        corrects=corrects,
        issued_at=movement.occurred_at,
        issued_by=by,
        bill_to=_bill_to(booking),
        seller=_seller(movement.branch),
        lines=[one.written() for one in lines],
        net=net,
        vat=vat,
        gross=net + vat,
        reason=reason.strip()[:500],
    )
    activity.record(
        "invoice.issued" if corrects is None else "invoice.credited",
        about=booking,
        by=by,
        invoice_id=str(made.pk),
        number=number,
        amount=str(made.gross),
        of=corrects.number if corrects else "",
        reason=made.reason,
        reference=booking.reference,
    )
    return made


def _next_number(kind: Invoice.Kind, branch: Branch) -> tuple[str, int, str]:
    rules = payments_config().numbering
    pattern = rules.invoice if kind == Invoice.Kind.INVOICE else rules.credit_note
    slug = branch.slug.upper()
    series = f"{kind}:{branch.slug}"[:60] if rules.per == "branch" else str(kind)
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, rules.first_number])
        sequence = int(cursor.fetchone()[0])
    return series, sequence, pattern.format(number=sequence, branch=slug)


def _bill_to(booking: Booking) -> dict[str, Any]:
    customer = booking.customer
    return {
        "name": customer.name,
        "company": customer.company,
        "address": customer.address,
        "email": customer.email,
    }


def _seller(branch: Branch) -> dict[str, Any]:
    seller = payments_config().seller
    return {
        "name": seller.name or business().name,
        "branch": branch.name,
        "address": seller.address or [line for line in branch.address.splitlines() if line],
        "phone": branch.phone,
        "email": branch.email,
        "vat_number": seller.vat_number,
        "company_number": seller.company_number,
        "bank_details": seller.bank_details,
        "footer": seller.footer,
    }
