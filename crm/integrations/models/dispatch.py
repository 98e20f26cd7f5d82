"""One event on its way to one endpoint, and every attempt to bring it there."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.activity.models import Event
from crm.integrations.models.endpoint import Endpoint
from crm.lib import clock
from crm.lib.ids import uuid7

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    def pending(self) -> Self:
        return self.filter(status=Dispatch.Status.PENDING)

    def due(self, at: datetime) -> Self:
        return self.pending().filter(next_attempt_at__lte=at)

    def in_turn(self) -> Self:
        """New ones first: a test that somebody watches must not stand behind old failures."""
        return self.order_by("attempts", "next_attempt_at")


class Dispatch(models.Model):
    """What is sent is read from the event each time, so an erased customer is erased here too."""

    class Status(models.TextChoices):
        PENDING = "pending", _("On its way")
        DELIVERED = "delivered", _("Delivered")
        FAILED = "failed", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="dispatches")
    endpoint_id: UUID
    event = models.ForeignKey(Event, models.CASCADE, related_name="+")
    status = models.CharField(max_length=9, default=Status.PENDING)
    # Attempts of this round: sending again by hand begins a new one.
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(null=True)
    last_code = models.PositiveIntegerField(null=True)
    last_error = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_default=Now())
    settled_at = models.DateTimeField(null=True)

    if TYPE_CHECKING:
        history: RelatedManager["Attempt"]

    objects = DispatchQuerySet.as_manager()

    class Meta:
        db_table = "webhook_dispatches"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "event"], name="dispatches_once"),
            models.CheckConstraint(
                condition=Q(status="pending", next_attempt_at__isnull=False, settled_at=None)
                | Q(
                    status__in=["delivered", "failed"],
                    next_attempt_at=None,
                    settled_at__isnull=False,
                ),
                name="dispatches_status",
            ),
        ]
        indexes = [
            models.Index(
                fields=["endpoint", "next_attempt_at"],
                name="dispatches_due",
                condition=Q(status="pending"),
            ),
            models.Index(
                fields=["endpoint", "attempts", "next_attempt_at"],
                name="dispatches_in_turn",
                condition=Q(status="pending"),
            ),
            models.Index(fields=["endpoint", "-created_at", "-id"], name="dispatches_newest"),
            models.Index(
                fields=["endpoint", "-created_at", "-id"],
                name="dispatches_failed",
                condition=Q(status="failed"),
            ),
            models.Index(fields=["created_at"], name="dispatches_old"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} to {self.endpoint_id}: {self.status}"

    @property
    def is_pending(self) -> bool:
        return self.status == self.Status.PENDING

    @property
    def status_word(self) -> str:
        return str(self.Status(self.status).label)

    @property
    def is_retried(self) -> bool:
        """It has failed, and will be tried again."""
        return self.is_pending and self.attempts > 0


class Attempt(models.Model):
    """One POST, and what the receiver said to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    dispatch = models.ForeignKey(Dispatch, models.CASCADE, related_name="history")
    at = models.DateTimeField(default=clock.now)
    milliseconds = models.PositiveIntegerField()
    code = models.PositiveIntegerField(null=True)
    error = models.TextField(blank=True)
    answer = models.TextField(blank=True, help_text="as far as it was read")

    class Meta:
        db_table = "webhook_attempts"
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.code or self.error} in {self.milliseconds} ms"

    @property
    def is_success(self) -> bool:
        return self.code is not None and 200 <= self.code < 300  # noqa: PLR2004 - HTTP's 2xx
