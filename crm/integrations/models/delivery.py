"""One raw delivery, exactly as it arrived, and what became of it."""

import json
from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch
from crm.accounts.visibility import BranchQuerySet
from crm.lib import clock
from crm.lib.ids import uuid7


class DeliveryQuerySet(BranchQuerySet["Delivery"]):
    def succeeded(self) -> Self:
        return self.filter(outcome__in=Delivery.SUCCEEDED)

    def failed(self) -> Self:
        """Those that somebody should look at: ours to repair, or theirs to correct."""
        return self.filter(outcome__in=[Delivery.Outcome.FAILED, Delivery.Outcome.REJECTED])

    def to_retry(self, *, attempts: int, untouched_since: datetime) -> Self:
        """What failed on our side, and what a stopped process left between keeping and reading."""
        again = Q(outcome=Delivery.Outcome.FAILED, attempts__lt=attempts)
        left = Q(outcome=Delivery.Outcome.RECEIVED, received_at__lt=untouched_since)
        return self.filter(again | left).order_by("received_at")


class Delivery(models.Model):
    class Outcome(models.TextChoices):
        RECEIVED = "received", _("Received")
        PROCESSED = "processed", _("Processed")
        WAITING = "waiting", _("Waiting for the person")
        DUPLICATE = "duplicate", _("Repeated")
        FAILED = "failed", _("Failed")
        REJECTED = "rejected", _("Could not be read")

    SUCCEEDED = (Outcome.PROCESSED, Outcome.WAITING, Outcome.DUPLICATE)

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    source = models.CharField(max_length=50)
    endpoint = models.CharField(max_length=50)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    received_at = models.DateTimeField(default=clock.now, db_default=Now())
    outcome = models.CharField(max_length=9, default=Outcome.RECEIVED)
    error = models.TextField(blank=True)
    attempts = models.PositiveIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    # What makes two deliveries the same one: the platform's own number of what they tell.
    subject = models.CharField(max_length=300, blank=True)
    waits_for = ArrayField(models.CharField(max_length=300), default=list)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        db_table = "webhook_deliveries"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    outcome__in=[
                        "received",
                        "processed",
                        "waiting",
                        "duplicate",
                        "failed",
                        "rejected",
                    ]
                ),
                name="deliveries_outcome",
            )
        ]
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="deliveries_newest"),
            models.Index(fields=["outcome", "received_at"], name="deliveries_by_outcome"),
            models.Index(
                fields=["source", "endpoint", "subject"],
                name="deliveries_by_subject",
                condition=~Q(subject=""),
            ),
            GinIndex(
                fields=["waits_for"],
                name="deliveries_waiting",
                condition=Q(outcome="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.endpoint} {self.outcome}"

    @property
    def needs_attention(self) -> bool:
        return self.outcome in {self.Outcome.FAILED, self.Outcome.REJECTED}

    @property
    def outcome_word(self) -> str:
        return str(self.Outcome(self.outcome).label)

    @property
    def text(self) -> str:
        """The body for people: indented when it is JSON, else as it came."""
        raw = bytes(self.body).decode("utf-8", "replace")
        try:
            return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)
        except (ValueError, RecursionError):
            return raw

    @property
    def sender_headers(self) -> list[tuple[str, Any]]:
        return sorted(self.headers.items())
