"""A branch's trading day: what it took by each method, and what was counted when it closed."""

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.lib.clock import now
from crm.lib.ids import uuid7
from crm.payments.models.guards import kept_by_triggers


class TradingDay(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    day = models.DateField(help_text="on the shop's calendar")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    note = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(default=now, db_default=Now())

    objects = BranchQuerySet["TradingDay"].as_manager()

    class Meta:
        db_table = "trading_days"
        constraints = [
            models.UniqueConstraint(fields=["branch", "day"], name="trading_days_once"),
            models.CheckConstraint(
                condition=Q(closed_at=None, closed_by=None)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="trading_days_closed_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["-day", "branch"], name="trading_days_newest")]
        triggers = [
            pgtrigger.Protect(
                name="closed_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__closed_at__isnull=False),
            ),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} {self.day}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class DayTaking(models.Model):
    """What one day took and gave back by one method. The ledger's triggers keep it."""

    id = models.BigAutoField(primary_key=True)
    trading_day = models.ForeignKey(TradingDay, models.PROTECT, related_name="takings")
    method = models.CharField(max_length=13)
    received = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)
    paid_out = models.DecimalField(max_digits=12, decimal_places=2, default=0, db_default=0)
    number = models.PositiveIntegerField(default=0, db_default=0)

    class Meta:
        db_table = "day_takings"
        constraints = [
            models.UniqueConstraint(fields=["trading_day", "method"], name="day_takings_once"),
            models.CheckConstraint(
                condition=Q(received__gte=0, paid_out__gte=0), name="day_takings_not_negative"
            ),
        ]
        triggers = [kept_by_triggers("received", "paid_out", "number")]

    def __str__(self) -> str:
        return f"{self.method} {self.received - self.paid_out}"


class Count(models.Model):
    """What was found of one method when the day closed, against what the ledger says."""

    id = models.BigAutoField(primary_key=True)
    trading_day = models.ForeignKey(TradingDay, models.PROTECT, related_name="counts")
    method = models.CharField(max_length=13)
    expected = models.DecimalField(max_digits=12, decimal_places=2)
    counted = models.DecimalField(max_digits=12, decimal_places=2)
    difference = models.DecimalField(max_digits=12, decimal_places=2)

    class Meta:
        db_table = "day_counts"
        constraints = [
            models.UniqueConstraint(fields=["trading_day", "method"], name="day_counts_once"),
            models.CheckConstraint(
                condition=Q(difference=F("counted") - F("expected")), name="day_counts_difference"
            ),
            models.CheckConstraint(condition=Q(counted__gte=0), name="day_counts_not_negative"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="never_changed"),
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.counted}"
