"""A pass over every active lead after the scoring configuration changed."""

from django.db import models
from django.db.models.functions import Now

from crm.lib.clock import now
from crm.lib.ids import uuid7


class Rescoring(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    config_version = models.CharField(max_length=12)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    last_lead = models.UUIDField(null=True, help_text="how far it has come, in the order of ids")
    started_at = models.DateTimeField(default=now, db_default=Now())
    finished_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "lead_rescorings"
        constraints = [
            models.UniqueConstraint(
                fields=["config_version"],
                condition=models.Q(finished_at=None),
                name="rescorings_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.done} of {self.total}"

    @property
    def percent(self) -> int:
        return 100 if not self.total else min(100, self.done * 100 // self.total)
