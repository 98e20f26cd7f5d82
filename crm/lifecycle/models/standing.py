"""Where each customer stands now, and every move they made with its evidence."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.lib.clock import now
from crm.lib.ids import uuid7

NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


class Stage(models.TextChoices):
    LEAD = "LEAD", _("Lead")
    PROSPECT = "PROSPECT", _("Prospect")
    CUSTOMER = "CUSTOMER", _("Customer")
    RETENTION = "RETENTION", _("Retention")
    ADVOCACY = "ADVOCACY", _("Advocacy")


class LifecycleQuerySet(models.QuerySet["Lifecycle"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(customer__in=Customer.objects.visible_to(staff))

    def due_by(self, moment: datetime) -> Self:
        return self.filter(next_action_due__lte=moment)

    def with_due_order(self) -> Self:
        """`due_order` is never NULL: who waits for nothing sorts last, on the index."""
        return self.annotate(due_order=Coalesce("next_action_due", NEVER))


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
            models.Index(fields=["assigned_to", "next_action_due"], name="lifecycle_due_of"),
            models.Index(
                "current_stage",
                Coalesce("next_action_due", NEVER),
                F("id").desc(),
                name="lifecycle_board",
            ),
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
    by_hand = models.BooleanField(default=False, db_default=False)
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

    @property
    def from_label(self) -> str:
        return str(Stage(self.from_stage).label) if self.from_stage else ""
