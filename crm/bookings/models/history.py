"""Where a repair has stood and what was promised: nothing here is ever taken back."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.accounts.models import Staff
from crm.bookings.models.booking import Booking
from crm.bookings.models.status import Status
from crm.lib.clock import now
from crm.lib.ids import uuid7


class StatusChange(models.Model):
    """One step, as it was told. A platform's late news is kept without taking effect."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="history")
    from_status = models.CharField(max_length=16, blank=True, help_text="empty: how it began")
    to_status = models.CharField(max_length=16)
    notes = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(help_text="when it happened, as the teller says")
    by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    was_out_of_order = models.BooleanField(default=False, help_text="not a step people may take")
    took_effect = models.BooleanField(default=True, help_text="moved the booking")
    source = models.CharField(max_length=50, blank=True, help_text="the system that told it")
    external_id = models.CharField(max_length=255, null=True, help_text="its event's own id")
    created_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "booking_status_history"
        constraints = [
            models.CheckConstraint(
                condition=Q(from_status__in=["", *Status.values]), name="booking_history_from"
            ),
            models.CheckConstraint(
                condition=Q(to_status__in=Status.values), name="booking_history_to"
            ),
            models.CheckConstraint(
                condition=Q(took_effect=True) | Q(was_out_of_order=True),
                name="booking_history_only_strays_rest",
            ),
            models.UniqueConstraint(
                fields=["booking", "source", "external_id"], name="booking_history_told_once"
            ),
        ]
        indexes = [models.Index(fields=["booking", "created_at", "id"], name="booking_history_of")]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"


class Promise(models.Model):
    """A date somebody gave the customer. Whether it was kept is known once the work is done."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="promises")
    promised_at = models.DateTimeField()
    made_at = models.DateTimeField(default=now, db_default=Now())
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=255, blank=True, help_text="why the date moved")
    kept = models.BooleanField(null=True)
    is_first = models.BooleanField(default=False, help_text="what on time is measured by")

    class Meta:
        db_table = "booking_promises"
        constraints = [
            models.UniqueConstraint(
                fields=["booking"], condition=Q(is_first=True), name="booking_promises_one_first"
            ),
            models.CheckConstraint(
                condition=Q(is_first=True) | ~Q(reason=""), name="booking_promises_moved_say_why"
            ),
        ]
        indexes = [models.Index(fields=["booking", "made_at", "id"], name="booking_promises_of")]

    def __str__(self) -> str:
        return self.promised_at.isoformat()
