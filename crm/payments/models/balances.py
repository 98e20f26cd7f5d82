"""What the ledger adds up to: for each repair, and for each store credit."""

from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.bookings.models import Booking
from crm.customers.models import Customer
from crm.lib.clock import now
from crm.lib.ids import uuid7
from crm.payments.models.guards import kept_by_triggers

_TOTALS = ("receivable", "deposits", "taken", "credit_used", "sales", "vat", "written_off")


def _pounds(help_text: str) -> "models.DecimalField[Decimal, Decimal]":
    return models.DecimalField(
        max_digits=12, decimal_places=2, default=Decimal(0), db_default=0, help_text=help_text
    )


class BookingBalance(models.Model):
    """The sums of one repair's entries, by account. Whoever moves its money locks this row."""

    booking = models.OneToOneField(
        Booking, models.PROTECT, primary_key=True, related_name="balance"
    )
    receivable = _pounds("invoiced and not paid")
    deposits = _pounds("paid and not invoiced: held for the customer")
    taken = _pounds("money in, less money given back")
    credit_used = _pounds("store credit used, less given back as store credit")
    sales = _pounds("invoiced without VAT, less credit notes")
    vat = _pounds("VAT of the same")
    written_off = _pounds("given up")

    class Meta:
        db_table = "booking_balances"
        constraints = [
            models.CheckConstraint(condition=Q(receivable__gte=0), name="balances_receivable"),
            models.CheckConstraint(condition=Q(deposits__gte=0), name="balances_deposits"),
            models.CheckConstraint(condition=Q(taken__gte=0), name="balances_no_money_lost"),
            models.CheckConstraint(
                condition=Q(taken__gte=-F("credit_used")), name="balances_refunds_within_payments"
            ),
            models.CheckConstraint(condition=Q(sales__gte=0, vat__gte=0), name="balances_sales"),
            models.CheckConstraint(condition=Q(written_off__gte=0), name="balances_written_off"),
            models.CheckConstraint(
                condition=Q(
                    deposits=F("taken")
                    + F("credit_used")
                    + F("receivable")
                    + F("written_off")
                    - F("sales")
                    - F("vat")
                ),
                name="balances_agree",
            ),
        ]
        triggers = [
            kept_by_triggers(*_TOTALS),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id}: {self.receivable}"

    @property
    def paid(self) -> Decimal:
        """By whatever means, less what went back."""
        return self.taken + self.credit_used

    @property
    def invoiced(self) -> Decimal:
        return self.sales + self.vat

    @property
    def is_invoiced(self) -> bool:
        return self.invoiced > 0


class StoreCredit(models.Model):
    """What the shop owes a customer in kind. Each giving is a row, so that a merge moves them."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="store_credits")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    left_over = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)
    reason = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "store_credits"
        verbose_name = _("store credit")
        verbose_name_plural = _("store credits")
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="store_credits_amount"),
            models.CheckConstraint(
                condition=Q(left_over__gte=0, left_over__lte=F("amount")),
                name="store_credits_not_overdrawn",
            ),
        ]
        indexes = [
            models.Index(
                fields=["customer", "created_at", "id"],
                name="store_credits_to_use",
                condition=Q(left_over__gt=0),
            )
        ]
        triggers = [
            kept_by_triggers("left_over"),
            pgtrigger.ReadOnly(name="given_once", fields=["amount", "reason", "created_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"£{self.amount:,.2f} {self.reason}".strip()
