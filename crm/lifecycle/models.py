"""Where each customer stands now, and every move they made with its evidence."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.lib.clock import now
from crm.lib.ids import uuid7


class Stage(models.TextChoices):
    LEAD = "LEAD", _("Lead")
    PROSPECT = "PROSPECT", _("Prospect")
    CUSTOMER = "CUSTOMER", _("Customer")
    RETENTION = "RETENTION", _("Retention")
    ADVOCACY = "ADVOCACY", _("Advocacy")


class LifecycleQuerySet(models.QuerySet["Lifecycle"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(customer__in=Customer.objects.visible_to(staff))


class Lifecycle(models.Model):
    """One row per customer: the stage they stand in."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.OneToOneField(Customer, models.CASCADE, related_name="lifecycle")
    current_stage = models.CharField(max_length=9)
    stage_entered_at = models.DateTimeField()
    previous_stage = models.CharField(max_length=20, blank=True)
    lifecycle_score = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    estimated_value = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    # Set by a move by hand: what the rules said then. The hand holds until they say otherwise.
    held_against = models.CharField(max_length=9, blank=True)
    next_action_due = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(Staff, models.SET_NULL, null=True, db_column="assigned_to")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())

    objects = LifecycleQuerySet.as_manager()

    class Meta:
        db_table = "customer_lifecycle"
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    current_stage__in=["LEAD", "PROSPECT", "CUSTOMER", "RETENTION", "ADVOCACY"]
                ),
                name="lifecycle_stage",
            ),
            models.CheckConstraint(
                condition=Q(estimated_value__gte=0), name="lifecycle_no_negative_value"
            ),
        ]
        indexes = [
            models.Index(fields=["current_stage", "stage_entered_at"], name="idx_customer_stage"),
            models.Index(fields=["current_stage", "next_action_due"], name="idx_stage_due"),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.current_stage}"

    @property
    def stage_label(self) -> str:
        return str(Stage(self.current_stage).label)


class StageMove(models.Model):
    """One move from stage to stage: when, why, by whom, and the facts as they were."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="stage_moves")
    from_stage = models.CharField(max_length=9, blank=True)
    to_stage = models.CharField(max_length=9)
    moved_at = models.DateTimeField(help_text="when it became true, not when it was written")
    reason = models.CharField(max_length=255)
    evidence = models.JSONField(default=dict)
    config_version = models.CharField(max_length=12, blank=True)
    moved_by = models.ForeignKey(Staff, models.PROTECT)
    created_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "customer_lifecycle_history"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_stage__in=["LEAD", "PROSPECT", "CUSTOMER", "RETENTION", "ADVOCACY"]),
                name="stage_moves_to_stage",
            )
        ]
        indexes = [models.Index(fields=["customer", "moved_at"], name="stage_moves_of_customer")]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.from_stage} to {self.to_stage}"

    @property
    def stage_label(self) -> str:
        return str(Stage(self.to_stage).label)


class Sweep(models.Model):
    """A pass over every customer, since time alone moves people too."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
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
