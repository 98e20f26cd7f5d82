"""A pass over every customer, since time alone moves people too."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.lib.clock import now
from crm.lib.ids import uuid7


class Sweep(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    config_version = models.CharField(max_length=12, blank=True, db_default="")
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    last_customer = models.UUIDField(null=True, help_text="how far it has come, in order of ids")
    started_at = models.DateTimeField(default=now, db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lifecycle_sweeps"
        constraints = [
            models.UniqueConstraint(
                fields=["finished_at"],
                name="lifecycle_sweeps_one_at_a_time",
                condition=Q(finished_at=None),
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"

    @property
    def percent(self) -> int:
        return 100 if not self.total else min(100, self.done * 100 // self.total)
