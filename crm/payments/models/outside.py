"""Payments that somebody else processes: a card company, or the platform's own checkout.

What they tell comes twice, late and out of order. A row here is what we know of one payment so
far; the ledger follows it and is told only the difference.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.bookings.models import Booking
from crm.lib.clock import now
from crm.lib.ids import uuid7


class OutsidePayment(models.Model):
    class Status(models.TextChoices):
        PENDING = "PENDING", _("Started")
        PROCESSING = "PROCESSING", _("In progress")
        FAILED = "FAILED", _("Failed")
        CANCELLED = "CANCELLED", _("Cancelled")
        SUCCEEDED = "SUCCEEDED", _("Paid")
        PARTIALLY_REFUNDED = "PARTIALLY_REFUNDED", _("Partly refunded")
        REFUNDED = "REFUNDED", _("Refunded")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(max_length=50, help_text="stripe, revivatech")
    # Empty while we have asked the card company and not heard its number yet.
    external_id = models.CharField(max_length=255, null=True)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="+")
    booking_reference = models.CharField(
        max_length=255, blank=True, help_text="the repair's number over there, to know it by later"
    )
    status = models.CharField(max_length=18, default=Status.PENDING)
    method = models.CharField(max_length=13)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    # What the ledger holds of it; the difference to what is told is posted.
    paid = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)
    refunded = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)
    refund_told = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)
    transaction_id = models.CharField(max_length=255, blank=True, help_text="the gateway's number")
    trouble = models.CharField(max_length=500, blank=True, help_text="what somebody should look at")
    is_disputed = models.BooleanField(default=False)
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    happened_at = models.DateTimeField(null=True, help_text="the latest news, as they date it")
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())

    objects = BranchQuerySet["OutsidePayment"].as_manager()

    class Meta:
        db_table = "outside_payments"
        constraints = [
            models.UniqueConstraint(fields=["source", "external_id"], name="outside_payments_once"),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "PENDING",
                        "PROCESSING",
                        "FAILED",
                        "CANCELLED",
                        "SUCCEEDED",
                        "PARTIALLY_REFUNDED",
                        "REFUNDED",
                    ]
                ),
                name="outside_payments_status",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, refunded__gte=0, refunded__lte=F("paid")),
                name="outside_payments_amounts",
            ),
            models.CheckConstraint(
                condition=Q(paid=0) | Q(booking__isnull=False), name="outside_payments_of_a_repair"
            ),
        ]
        indexes = [
            models.Index(
                fields=["source", "booking_reference"],
                name="outside_payments_waiting",
                condition=Q(booking=None),
            ),
            models.Index(fields=["booking", "created_at"], name="outside_payments_of"),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.external_id}: {self.status}"

    @property
    def status_label(self) -> str:
        return str(self.Status(self.status).label)

    @property
    def refundable(self) -> Decimal:
        return self.paid - self.refunded


class OutsideRefund(models.Model):
    """Money we asked a card company to give back: written before it is asked, settled after."""

    class Status(models.TextChoices):
        ASKED = "ASKED", _("Asked for")
        DONE = "DONE", _("Given back")
        FAILED = "FAILED", _("Refused")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    payment = models.ForeignKey(OutsidePayment, models.PROTECT, related_name="refunds_asked")
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    reason = models.CharField(max_length=500, blank=True)
    status = models.CharField(max_length=6, default=Status.ASKED)
    external_id = models.CharField(max_length=255, blank=True)
    error = models.CharField(max_length=500, blank=True)
    key = models.CharField(max_length=255, null=True, unique=True)
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, db_default=Now())
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "outside_refunds"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["ASKED", "DONE", "FAILED"]), name="outside_refunds_status"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="outside_refunds_amount"),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], name="outside_refunds_open", condition=Q(status="ASKED")
            )
        ]

    def __str__(self) -> str:
        return f"{self.amount} of {self.payment_id}: {self.status}"


class ProcessorEvent(models.Model):
    """One event a card company sent, so that its twin changes nothing."""

    id = models.BigAutoField(primary_key=True)
    gateway = models.CharField(max_length=50)
    event_id = models.CharField(max_length=255)
    event_type = models.CharField(max_length=100)
    about = models.CharField(max_length=255, blank=True)
    outcome = models.CharField(max_length=255, blank=True)
    received_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "payment_webhook_events"
        constraints = [
            models.UniqueConstraint(fields=["gateway", "event_id"], name="processor_events_once")
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.event_type}"
