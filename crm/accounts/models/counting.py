"""Rows that only count and remember: how often a door was used, what a repeated call answered."""

from datetime import timedelta
from typing import Self

from django.db import models

from crm.accounts.models.staff import Staff
from crm.lib import clock
from crm.lib.ids import uuid7

KEPT = timedelta(hours=24)


class RateCountQuerySet(models.QuerySet["RateCount"]):
    def past(self) -> Self:
        return self.filter(opened_at__lt=clock.now() - KEPT)


class RateCount(models.Model):
    """How often one caller used one door in the window that began at `opened_at`."""

    bucket = models.CharField(max_length=200, primary_key=True)
    opened_at = models.DateTimeField()
    hits = models.PositiveIntegerField()

    objects = RateCountQuerySet.as_manager()

    class Meta:
        db_table = "rate_counts"

    def __str__(self) -> str:
        return f"{self.bucket}: {self.hits}"


class IdempotencyKeyQuerySet(models.QuerySet["IdempotencyKey"]):
    def past(self) -> Self:
        return self.filter(created_at__lt=clock.now() - KEPT)


class IdempotencyKey(models.Model):
    """What a POST answered, so that repeating it changes nothing and answers the same."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    caller = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    route = models.CharField(max_length=200)
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    headers = models.JSONField(default=dict)
    body = models.TextField()
    created_at = models.DateTimeField(default=clock.now, db_index=True)

    objects = IdempotencyKeyQuerySet.as_manager()

    class Meta:
        db_table = "idempotency_keys"
        constraints = [
            models.UniqueConstraint(
                fields=["caller", "route", "key"], name="idempotency_key_used_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.route} {self.key}"
