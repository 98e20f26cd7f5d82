"""What a repair takes and what was found on the way."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.bookings.models.booking import Booking
from crm.lib.clock import now
from crm.lib.ids import uuid7


class Part(models.Model):
    class Status(models.TextChoices):
        NEEDED = "NEEDED", _("Needed")
        ORDERED = "ORDERED", _("Ordered")
        ARRIVED = "ARRIVED", _("Arrived")
        FITTED = "FITTED", _("Fitted")
        RETURNED = "RETURNED", _("Sent back")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="parts")
    name = models.CharField(max_length=150)
    sku = models.CharField(max_length=80, blank=True)
    quantity = models.PositiveIntegerField(default=1)
    cost = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, help_text="one of them, to us, in pounds"
    )
    price = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, help_text="one of them, to the customer"
    )
    status = models.CharField(max_length=8, default=Status.NEEDED)
    due_at = models.DateTimeField(null=True)
    added_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "booking_parts"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["NEEDED", "ORDERED", "ARRIVED", "FITTED", "RETURNED"]),
                name="booking_parts_status",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="booking_parts_have_a_name"),
            models.CheckConstraint(condition=Q(quantity__gte=1), name="booking_parts_quantity"),
            models.CheckConstraint(
                condition=(Q(cost=None) | Q(cost__gte=0)) & (Q(price=None) | Q(price__gte=0)),
                name="booking_parts_no_negative_money",
            ),
        ]
        indexes = [
            models.Index(fields=["booking", "created_at", "id"], name="booking_parts_of"),
            models.Index(
                fields=["due_at"],
                name="booking_parts_waited_for",
                condition=Q(status__in=["NEEDED", "ORDERED"]),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def status_label(self) -> str:
        return str(self.Status(self.status).label)


class Fault(models.Model):
    """Something seen on the device, whatever came of it: the next visit will ask."""

    class Decision(models.TextChoices):
        NOTED = "NOTED", _("Noted")
        REPAIRED = "REPAIRED", _("Repaired")
        DECLINED = "DECLINED", _("Declined")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="faults")
    what = models.CharField(max_length=255)
    seen_at = models.DateTimeField(default=now, db_default=Now())
    seen_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    decision = models.CharField(max_length=8, default=Decision.NOTED)
    decided_at = models.DateTimeField(null=True)
    price = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, help_text="what mending it would cost"
    )

    class Meta:
        db_table = "booking_faults"
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=["NOTED", "REPAIRED", "DECLINED"]),
                name="booking_faults_decision",
            ),
            models.CheckConstraint(
                condition=Q(decision="NOTED") | Q(decided_at__isnull=False),
                name="booking_faults_decided_with_time",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="booking_faults_say_what"),
            models.CheckConstraint(
                condition=Q(price=None) | Q(price__gte=0), name="booking_faults_no_negative_money"
            ),
        ]
        indexes = [models.Index(fields=["booking", "seen_at", "id"], name="booking_faults_of")]

    def __str__(self) -> str:
        return self.what

    @property
    def decision_label(self) -> str:
        return str(self.Decision(self.decision).label)
