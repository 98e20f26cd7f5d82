"""Two records that became one, with everything it takes to make them two again."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from crm.accounts.models import Staff
from crm.customers.models.people import Customer
from crm.lib.clock import now
from crm.lib.ids import uuid7


class MergeQuerySet(models.QuerySet["Merge"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(survivor__in=Customer.objects.visible_to(staff).values("pk"))

    def in_force(self) -> Self:
        return self.filter(undone_at=None)


class Merge(models.Model):
    """`loser` went into `survivor`. Kept when undone, since it happened."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    survivor = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    loser = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    merged_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(default=now)
    undone_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    # What the log of rows was compared by: a column added later is no edit of anybody's.
    columns = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=now, db_default=Now())

    objects = MergeQuerySet.as_manager()

    class Meta:
        db_table = "customer_merges"
        constraints = [
            models.UniqueConstraint(
                fields=["loser"], condition=Q(undone_at=None), name="merges_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(survivor=F("loser")), name="merges_of_two_records"),
        ]
        indexes = [models.Index(fields=["-merged_at", "-id"], name="merges_newest")]

    def __str__(self) -> str:
        return f"{self.loser_id} into {self.survivor_id}"


class MergeRow(models.Model):
    """One column of one row that a merge changed, in whatever table."""

    id = models.BigAutoField(primary_key=True)
    merge = models.ForeignKey(Merge, models.CASCADE, related_name="rows")
    table_name = models.CharField(max_length=63)
    row_key = models.CharField(max_length=64, help_text="its primary key")
    column_name = models.CharField(max_length=63)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    fingerprint = models.CharField(max_length=32, blank=True, help_text="of the row as left")
    has_stayed = models.BooleanField(default=False, help_text="edited since, so not undone")

    class Meta:
        db_table = "merge_rows"
        indexes = [
            models.Index(fields=["merge", "table_name", "row_key"], name="merge_rows_of_merge")
        ]

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_key} {self.column_name}"
