"""Invoices and credit notes, as they were handed out: numbered without a gap, never changed."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.bookings.models import Booking
from crm.lib.clock import now
from crm.lib.ids import uuid7
from crm.payments.models.guards import NEXT_NUMBER, append_only
from crm.payments.models.ledger import LedgerTransaction


class InvoiceSeries(models.Model):
    """The last number handed out. Its row is locked until the invoice is committed: a number
    taken by an invoice that came to nothing goes to the next one.
    """

    series = models.CharField(max_length=60, primary_key=True)
    last = models.PositiveBigIntegerField()

    class Meta:
        db_table = "invoice_series"

    def __str__(self) -> str:
        return f"{self.series} {self.last}"


class Invoice(models.Model):
    class Kind(models.TextChoices):
        INVOICE = "INVOICE", _("Invoice")
        CREDIT_NOTE = "CREDIT_NOTE", _("Credit note")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=11, default=Kind.INVOICE)
    series = models.CharField(max_length=60)
    sequence = models.PositiveBigIntegerField()
    number = models.CharField(max_length=60, unique=True)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="invoices")
    transaction = models.OneToOneField(
        LedgerTransaction, models.PROTECT, related_name="invoice", help_text="its movement"
    )
    corrects = models.ForeignKey("self", models.PROTECT, null=True, related_name="credit_notes")
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    # As they were on the day: people move, shops too.
    bill_to = models.JSONField(default=dict)
    seller = models.JSONField(default=dict)
    lines = models.JSONField(default=list)
    net = models.DecimalField(max_digits=12, decimal_places=2)
    vat = models.DecimalField(max_digits=12, decimal_places=2)
    gross = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=now, db_default=Now())

    objects = BranchQuerySet["Invoice"].as_manager()

    class Meta:
        db_table = "invoices"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="INVOICE", corrects=None)
                | Q(kind="CREDIT_NOTE", corrects__isnull=False),
                name="invoices_kind",
            ),
            models.UniqueConstraint(fields=["series", "sequence"], name="invoices_sequence"),
            models.CheckConstraint(
                condition=Q(gross=F("net") + F("vat"), net__gte=0, vat__gte=0, gross__gt=0),
                name="invoices_net_and_vat",
            ),
        ]
        indexes = [
            models.Index(fields=["-issued_at", "-id"], name="invoices_newest"),
            models.Index(fields=["branch", "-issued_at", "-id"], name="invoices_at_branch"),
            models.Index(fields=["booking", "issued_at", "id"], name="invoices_of_booking"),
        ]
        triggers = [
            *append_only(),
            pgtrigger.Trigger(
                name="next_number",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=NEXT_NUMBER,
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_credit_note(self) -> bool:
        return self.kind == self.Kind.CREDIT_NOTE

    @property
    def kind_label(self) -> str:
        return str(self.Kind(self.kind).label)
