"""How money is read by people and programs: all a row says, in a bounded number of queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F, OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from crm.accounts.models import Staff
from crm.accounts.visibility import BranchQuerySet
from crm.bookings.models import Booking
from crm.bookings.models.status import ENDED
from crm.customers.models import Customer
from crm.payments import money, vat
from crm.payments.models import (
    BookingBalance,
    Invoice,
    Kind,
    LedgerTransaction,
    Method,
    OutsidePayment,
)
from crm.payments.models.ledger import LedgerQuerySet
from crm.payments.rules.holding import price_of


def movements(staff: Staff) -> LedgerQuerySet:
    """What this person may see, each with how much of it went back."""
    back = (
        LedgerTransaction.objects.filter(refunds=OuterRef("pk"), reversed_by=None)
        .values("refunds")
        .annotate(sum=Sum("amount"))
        .values("sum")
    )
    related = ("booking__customer", "customer", "trading_day", "reverses", "by")
    rows = LedgerTransaction.objects.visible_to(staff).select_related(*related, "reversed_by")
    return rows.annotate(refunded=Coalesce(Subquery(back), Decimal(0)))


def movement(pk: UUID, staff: Staff) -> LedgerTransaction:
    return get_object_or_404(movements(staff), pk=pk)


@dataclass(frozen=True)
class Standing:
    """How a repair stands: what it costs, what was paid, what is still to pay."""

    booking: Booking
    balance: BookingBalance

    @property
    def price(self) -> Decimal | None:
        return price_of(self.booking)

    @property
    def to_pay(self) -> Decimal:
        """What is owed by the invoice; before there is one, what the price leaves."""
        if self.balance.is_invoiced or self.has_ended:
            return self.balance.receivable
        return max((self.price or money.NOTHING) - self.balance.deposits, money.NOTHING)

    @property
    def has_ended(self) -> bool:
        """Cancelled or refunded: nothing but an invoice asks for money any more."""
        return self.booking.status in ENDED

    @property
    def to_give_back(self) -> Decimal:
        """What is held for a repair that will not be done, however it came in."""
        return max(self.balance.deposits, money.NOTHING) if self.has_ended else money.NOTHING

    @property
    def refundable(self) -> Decimal:
        return max(self.balance.paid, money.NOTHING)

    @property
    def state(self) -> str:
        """One word for a badge: `unpaid`, `part`, `paid`, `back` for what is to be given back, or
        nothing while there is no price.
        """
        if self.to_give_back:
            return "back"
        if self.to_pay == 0:
            return "paid" if self.balance.paid > 0 else ""
        return "part" if self.balance.paid > 0 else "unpaid"


def standing(booking: Booking) -> Standing:
    held = BookingBalance.objects.filter(booking=booking).first()
    return Standing(booking, held or BookingBalance(booking=booking))


def still_to_pay(bookings: Iterable[Booking]) -> dict[UUID, Decimal]:
    """For each of these repairs that has a price, in one statement."""
    rows = [row for row in bookings if price_of(row) is not None]
    held = BookingBalance.objects.in_bulk([row.pk for row in rows])
    return {
        row.pk: Standing(row, held.get(row.pk) or BookingBalance(booking=row)).to_pay
        for row in rows
    }


def invoices(staff: Staff) -> "BranchQuerySet[Invoice]":
    """Invoices and credit notes this person may see, with what of each was credited."""
    gone = (
        Invoice.objects.filter(corrects=OuterRef("pk"))
        .values("corrects")
        .annotate(sum=Sum("gross"))
        .values("sum")
    )
    rows = Invoice.objects.visible_to(staff).select_related("booking", "corrects", "branch")
    return rows.annotate(
        credited=Coalesce(Subquery(gone), Decimal(0)), customer_id=F("booking__customer_id")
    )


def under_way(booking: Booking) -> list[OutsidePayment]:
    """Payments elsewhere that are not through, or that somebody should look at."""
    rows = OutsidePayment.objects.filter(booking=booking)
    settled = rows.filter(status__in=["SUCCEEDED", "PARTIALLY_REFUNDED", "REFUNDED"])
    quiet = settled.filter(trouble="", is_disputed=False)
    return list(rows.exclude(pk__in=quiet.values("pk")).order_by("created_at")[:20])


def signed(row: LedgerTransaction) -> Decimal:
    """What it moved into the shop: a refund is less than nothing, a reversal the opposite."""
    if not row.method:
        return money.NOTHING
    what = row.reverses or row
    amount = row.amount if what.is_money_in else -row.amount
    return -amount if row.reverses else amount


def is_money(row: LedgerTransaction) -> bool:
    return bool(row.method) and row.method != Method.CREDIT


@dataclass(frozen=True)
class Shown:
    """A movement as a row of a list."""

    row: LedgerTransaction

    @property
    def amount(self) -> Decimal:
        return signed(self.row)

    @property
    def is_reversed(self) -> bool:
        return hasattr(self.row, "reversed_by")

    @property
    def may_be_reversed(self) -> bool:
        may_not = self.is_reversed or self.row.kind == Kind.REVERSAL or self.row.external_source
        return not may_not


def shown(rows: Iterable[LedgerTransaction]) -> list[Shown]:
    return [Shown(row) for row in rows]


def totals_of(customer: Customer, staff: Staff) -> dict[str, Decimal]:
    """What this person may know of what a customer has spent, owes and has with us."""
    repairs = Booking.objects.visible_to(staff).filter(customer=customer)
    held = BookingBalance.objects.filter(booking__in=repairs)
    sums = held.aggregate(
        spent=Sum(F("taken") + F("credit_used")), owed=Sum("receivable"), held=Sum("deposits")
    )
    return {name: amount or money.NOTHING for name, amount in sums.items()}


def by_rate(paper: Invoice) -> list[tuple[str, vat.Split]]:
    """Net and VAT of an invoice by rate, as its foot shows them."""
    found: dict[str, vat.Split] = {}
    for line in paper.lines:
        part = vat.Split(Decimal(line["net"]), Decimal(line["vat"]))
        so_far = found.get(line["vat_rate"], vat.Split(money.NOTHING, money.NOTHING))
        found[line["vat_rate"]] = vat.Split(so_far.net + part.net, so_far.vat + part.vat)
    return [(f"{Decimal(rate).normalize():f}", part) for rate, part in sorted(found.items())]


def refunded_of(row: LedgerTransaction) -> Decimal:
    """What `movements` has found of it to have gone back."""
    refunded: Decimal = row.refunded  # type: ignore[attr-defined]  # its annotation
    return refunded


def credited_of(paper: Invoice) -> Decimal:
    """What `invoices` has found of it to be credited."""
    credited: Decimal = paper.credited  # type: ignore[attr-defined]  # its annotation
    return credited
