"""How often somebody knocked with a wrong key: counted, never kept."""

from django.db import models

from crm.lib.ids import uuid7


class TurnedAway(models.Model):
    """The callers turned away on one day."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    source = models.CharField(max_length=50)
    day = models.DateField()
    times = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()

    class Meta:
        db_table = "webhook_turned_away"
        constraints = [
            models.UniqueConstraint(fields=["source", "day"], name="turned_away_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.day}: {self.times}"
