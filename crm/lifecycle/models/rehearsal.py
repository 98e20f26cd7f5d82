"""Other rules, tried on everybody and on history before they apply: a draft and its effect."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.accounts.models import Staff
from crm.lib.clock import now
from crm.lib.ids import uuid7


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def visible_to(self, staff: Staff) -> Self:
        """One's own: its numbers are of the customers its maker may see."""
        return self.filter(staff=staff)


class Rehearsal(models.Model):
    """One draft of `lifecycle.yaml`. Customers are judged first, then the recorded moves."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    draft = models.TextField()
    # The rules that were in force when it began: the draft is compared with these.
    config_version = models.CharField(max_length=12)
    customers = models.PositiveIntegerField(default=0)
    moves = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    last_customer = models.UUIDField(null=True, help_text="how far it has come, in order of ids")
    last_move = models.UUIDField(null=True)
    # [{from, to, count, examples}]: today's customers who would stand elsewhere.
    shifts = models.JSONField(default=list)
    # {same, by_hand, without_facts, different: [{from, to, count}], missing: {fact: moves}}
    replay = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    started_at = models.DateTimeField(default=now, db_default=Now())
    finished_at = models.DateTimeField(null=True)

    objects = RehearsalQuerySet.as_manager()

    class Meta:
        db_table = "lifecycle_rehearsals"
        constraints = [
            models.CheckConstraint(
                condition=Q(error="") | Q(finished_at__isnull=False),
                name="rehearsals_failed_are_finished",
            )
        ]
        indexes = [models.Index(fields=["staff", "-started_at"], name="rehearsals_latest")]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"

    @property
    def total(self) -> int:
        return self.customers + self.moves

    @property
    def percent(self) -> int:
        return 100 if not self.total else min(100, self.done * 100 // self.total)

    @property
    def would_move(self) -> int:
        return sum(shift["count"] for shift in self.shifts)
