"""What is owed is put on paper: an invoice, or a credit note that takes part of one back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.lib.business import business
from crm.lib.refusal import Refusal
from crm.payments import money, vat
from crm.payments.models import Account, BookingBalance, Invoice, Kind, LedgerTransaction
from crm.payments.rules.holding import hold, price_of
from crm.payments.rules.issuing import Line, issue
from crm.payments.rules.origin import HERE, Origin
from crm.payments.rules.posting import Side, Whose, post


@dataclass(frozen=True)
class Item:
    """One thing on an invoice, with its price as people know it: VAT included."""

    text: str
    gross: Decimal
    quantity: int = 1


@transaction.atomic
def invoice(
    booking: Booking, *, by: Staff, items: Sequence[Item] = (), origin: Origin = HERE
) -> Invoice:
    """Issue the invoice of a repair; what was paid before is counted against it.

    Its number follows the one before without a gap. Refuses a repair that is invoiced
    already, and one without a price.
    """
    origin = origin.standing_for(Kind.INVOICE, booking.pk, *items)
    balance = hold(booking)
    if done := origin.done():
        return done.invoice
    if balance.is_invoiced:
        number = open_invoice(balance).number
        raise Refusal(f"This repair has been invoiced already: {number}.", field="booking_id")
    lines = [_line(item) for item in items or _items(balance.booking)]
    whole = vat.Split(_total(one.net for one in lines), _total(one.vat for one in lines))
    money.positive(whole.gross, field="items")
    held = min(balance.deposits, whole.gross)
    movement = post(
        Kind.INVOICE,
        [
            Side(Account.RECEIVABLE, whole.gross),
            Side(Account.REVENUE, -whole.net),
            Side(Account.VAT, -whole.vat),
            Side(Account.DEPOSITS, held),
            Side(Account.RECEIVABLE, -held),
        ],
        whose=Whose.of(balance.booking),
        amount=whole.gross,
        by=by,
        origin=origin,
    )
    return issue(Invoice.Kind.INVOICE, movement, lines, by=by)


@transaction.atomic
def credit_note(
    original: Invoice,
    *,
    reason: str,
    by: Staff,
    amount: Decimal | None = None,
    origin: Origin = HERE,
) -> Invoice:
    """Take back an invoice, or part of one. What was already paid of it is then held for the
    customer: to be refunded, or for another invoice.
    """
    if not reason.strip():
        raise Refusal("Say why; it stands on the credit note.", field="reason", status=422)
    origin = origin.standing_for(Kind.CREDIT_NOTE, original.pk, amount)
    balance = hold(original.booking)
    if done := origin.done():
        return done.invoice
    if original.is_credit_note:
        raise Refusal("A credit note cannot be credited.")
    most = min(uncredited(original), balance.invoiced - balance.written_off)
    if most <= 0:
        raise Refusal(f"{original.number} has been credited already.")
    amount = money.positive(most if amount is None else amount)
    if amount > most:
        raise Refusal(f"Only {money.written(most)} can be credited.", field="amount")
    back = taken_back(original, amount)
    owed = min(amount, balance.receivable)
    movement = post(
        Kind.CREDIT_NOTE,
        [
            Side(Account.REVENUE, back.net),
            Side(Account.VAT, back.vat),
            Side(Account.RECEIVABLE, -owed),
            Side(Account.DEPOSITS, owed - amount),
        ],
        whose=Whose.of(balance.booking),
        amount=amount,
        by=by,
        origin=origin,
        note=reason,
    )
    return credited(original, back, movement=movement, reason=reason, by=by)


def credited(
    original: Invoice, back: vat.Split, *, movement: LedgerTransaction, reason: str, by: Staff
) -> Invoice:
    """The credit note of a movement that takes `back` part of an invoice."""
    rate = Decimal(original.lines[0]["vat_rate"])
    line = Line(f"Credit for {original.number}", 1, back.net, back.vat, rate)
    return issue(
        Invoice.Kind.CREDIT_NOTE, movement, [line], by=by, corrects=original, reason=reason
    )


def taken_back(original: Invoice, part: Decimal) -> vat.Split:
    """Net and VAT of the next part of an invoice that goes back."""
    before = original.gross - uncredited(original)
    return vat.share(part, before, vat.Split(original.net, original.vat))


def uncredited(original: Invoice) -> Decimal:
    """What no credit note has taken back yet."""
    gone = original.credit_notes.aggregate(sum=Sum("gross"))["sum"]
    return original.gross - (gone or money.NOTHING)


def open_invoice(balance: BookingBalance) -> Invoice:
    """The invoice in force: there is one at a time, the latest."""
    rows = Invoice.objects.filter(booking=balance.booking, kind=Invoice.Kind.INVOICE)
    return rows.order_by("-issued_at", "-pk")[0]


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, money.NOTHING)


def _items(booking: Booking) -> list[Item]:
    price = price_of(booking)
    if not price:
        raise Refusal("Say what the repair costs first.", field="final_price", status=409)
    device = booking.device_name
    text = f"{booking.repair_label}: {device}" if device else booking.repair_label
    return [Item(text, price)]


def _line(item: Item) -> Line:
    text = item.text.strip()[:255]
    if not text:
        raise Refusal("Say what each line is for.", field="items", status=422)
    if item.quantity < 1:
        raise Refusal("A quantity is 1 or more.", field="items", status=422)
    rate = business().vat_rate
    parts = vat.split(money.positive(item.gross, field="items") * item.quantity, rate)
    return Line(text, item.quantity, parts.net, parts.vat, rate)
