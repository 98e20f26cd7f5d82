"""One movement of money or of what is owed: written once, never changed."""

from typing import Self

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.bookings.models import Booking
from crm.customers.models import Customer
from crm.lib.clock import now
from crm.lib.ids import uuid7
from crm.payments.models.days import TradingDay
from crm.payments.models.guards import OPEN_DAY, SUMS_TO_NOTHING, append_only


class Method(models.TextChoices):
    """How money comes in. Each is an account of its own: what should be in the till, in the
    card company's hands, on the bank.
    """

    CASH = "CASH", _("Cash")
    CARD = "CARD", _("Card")
    ONLINE_CARD = "ONLINE_CARD", _("Card online")
    BANK_TRANSFER = "BANK_TRANSFER", _("Bank transfer")
    PAYPAL = "PAYPAL", _("PayPal")
    OTHER = "OTHER", _("Other")
    CREDIT = "CREDIT", _("Store credit")


MONEY = tuple(one for one in Method if one != Method.CREDIT)


class Account(models.TextChoices):
    """Where amounts stand. Debits are positive, credits negative."""

    CASH = "CASH", _("Cash")
    CARD = "CARD", _("Card")
    ONLINE_CARD = "ONLINE_CARD", _("Card online")
    BANK_TRANSFER = "BANK_TRANSFER", _("Bank transfer")
    PAYPAL = "PAYPAL", _("PayPal")
    OTHER = "OTHER", _("Other")
    CREDIT = "CREDIT", _("Store credit")
    RECEIVABLE = "RECEIVABLE", _("Owed by customers")
    DEPOSITS = "DEPOSITS", _("Held for customers")
    REVENUE = "REVENUE", _("Sales")
    VAT = "VAT", _("VAT")
    WRITE_OFF = "WRITE_OFF", _("Written off")
    GOODWILL = "GOODWILL", _("Goodwill")


class Kind(models.TextChoices):
    INVOICE = "INVOICE", _("Invoice")
    CREDIT_NOTE = "CREDIT_NOTE", _("Credit note")
    DEPOSIT = "DEPOSIT", _("Deposit")
    PAYMENT = "PAYMENT", _("Payment")
    REFUND = "REFUND", _("Refund")
    CREDIT = "CREDIT", _("Store credit given")
    WRITE_OFF = "WRITE_OFF", _("Write-off")
    REVERSAL = "REVERSAL", _("Reversal")


MONEY_IN = (Kind.DEPOSIT, Kind.PAYMENT)
WITH_METHOD = (Kind.DEPOSIT, Kind.PAYMENT, Kind.REFUND)


class LedgerQuerySet(BranchQuerySet["LedgerTransaction"]):
    def of_customer(self, customer: Customer) -> Self:
        """A repair's movements are those of whoever the repair is."""
        return self.filter(Q(booking__customer=customer) | Q(customer=customer))

    def payments(self) -> Self:
        """Money in, money out, and what took either back."""
        return self.exclude(method="")

    def money_of_theirs(self) -> Self:
        """What a customer would call their money: payments, refunds, store credit, write-offs."""
        return self.exclude(kind__in=[Kind.INVOICE, Kind.CREDIT_NOTE])


class LedgerTransaction(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=11)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    # Of a repair, and so of its customer; else of a customer by themselves. One truth, so
    # that a merge or its undo cannot tear a repair from its money.
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="ledger")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+")
    trading_day = models.ForeignKey(TradingDay, models.PROTECT, related_name="+")
    method = models.CharField(max_length=13, blank=True)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    note = models.CharField(max_length=500, blank=True)
    refunds = models.ForeignKey("self", models.PROTECT, null=True, related_name="refunded_by")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, related_name="reversed_by")
    key = models.CharField(max_length=255, null=True, unique=True, help_text="once, whoever calls")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="what the key stood for")
    external_source = models.CharField(max_length=50, null=True)
    external_id = models.CharField(max_length=255, null=True)
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    occurred_at = models.DateTimeField()
    xact = models.BigIntegerField(default=0, editable=False, help_text="the commit it is part of")
    created_at = models.DateTimeField(default=now, db_default=Now())

    objects = LedgerQuerySet.as_manager()

    class Meta:
        db_table = "ledger_transactions"
        verbose_name = _("movement of money")
        verbose_name_plural = _("movements of money")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="ledger_kind"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="ledger_amount_positive"),
            models.CheckConstraint(
                condition=Q(booking__isnull=False, customer=None)
                | Q(booking=None, customer__isnull=False),
                name="ledger_is_of_one",
            ),
            models.CheckConstraint(
                condition=Q(kind="REVERSAL", reverses__isnull=False)
                | (~Q(kind="REVERSAL") & Q(reverses=None)),
                name="ledger_reversals_reverse",
            ),
            models.CheckConstraint(
                condition=Q(method__in=["", *Method.values])
                & (
                    (Q(kind__in=WITH_METHOD) & ~Q(method=""))
                    | Q(kind="REVERSAL")
                    | (~Q(kind__in=[*WITH_METHOD, "REVERSAL"]) & Q(method=""))
                ),
                name="ledger_method",
            ),
            models.CheckConstraint(
                condition=Q(refunds=None) | Q(kind="REFUND"), name="ledger_only_refunds_refund"
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"], name="ledger_external_once"
            ),
        ]
        indexes = [
            models.Index(fields=["-occurred_at", "-id"], name="ledger_newest"),
            models.Index(fields=["branch", "-occurred_at", "-id"], name="ledger_at_branch"),
            models.Index(fields=["booking", "occurred_at", "id"], name="ledger_of_booking"),
            models.Index(fields=["customer", "occurred_at", "id"], name="ledger_of_customer"),
        ]
        triggers = [
            *append_only(but=("customer",)),
            pgtrigger.Trigger(
                name="open_day", when=pgtrigger.Before, operation=pgtrigger.Insert, func=OPEN_DAY
            ),
            pgtrigger.Trigger(
                name="sums_to_nothing",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                timing=pgtrigger.Deferred,
                func=SUMS_TO_NOTHING.format(of="NEW.id"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} £{self.amount:,.2f}"

    @property
    def kind_label(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def method_label(self) -> str:
        return str(Method(self.method).label) if self.method else ""

    @property
    def is_money_in(self) -> bool:
        return self.kind in MONEY_IN
