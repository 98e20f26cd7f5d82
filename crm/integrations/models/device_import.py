"""One pass over another system's device database: how far it has come, what came of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.accounts.models import Staff
from crm.lib import clock
from crm.lib.ids import uuid7

ALL = 100  # percent


class DeviceImport(models.Model):
    """Counted in makes of a category, as the other system is asked."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(max_length=50)
    started_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="created, updated, unchanged, kept")
    problems = models.JSONField(default=list, help_text="what could not be read, and why")
    error = models.CharField(max_length=500, blank=True)
    started_at = models.DateTimeField(default=clock.now, db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "device_imports"
        constraints = [
            models.UniqueConstraint(
                fields=["source"], condition=Q(finished_at=None), name="device_imports_one_at_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"

    @property
    def percent(self) -> int:
        return min(ALL, self.done * ALL // self.total) if self.total else 0

    @property
    def number(self) -> int:
        """How many models were looked at."""
        return sum(self.counts.values())
