"""People who share a phone or an address without being one person."""

from django.db import models
from django.db.models.functions import Now

from crm.lib.clock import now
from crm.lib.ids import uuid7


class Household(models.Model):
    """Its members are the customers that point to it."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    created_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "households"

    def __str__(self) -> str:
        return str(self.pk)
