"""A lead: somebody who asked for help and is not a customer yet."""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.customers.models import Customer, SourceType
from crm.lib.clock import now
from crm.lib.ids import uuid7

NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


class LeadQuerySet(BranchQuerySet["Lead"]):
    def visible_to(self, staff: Staff) -> Self:
        return super().visible_to(staff).filter(deleted_at=None)

    def hidden_from_lists(self, staff: Staff) -> Self:
        """The deleted ones that this person could restore."""
        return super().visible_to(staff).exclude(deleted_at=None)

    def active(self) -> Self:
        return self.filter(status=Lead.Status.ACTIVE)

    def due_by(self, moment: datetime) -> Self:
        return self.active().filter(next_follow_up__lte=moment)

    def with_due_order(self) -> Self:
        """`due_order` is never NULL: leads with nothing due sort last, on the index."""
        return self.annotate(due_order=Coalesce("next_follow_up", NEVER))


class Lead(models.Model):
    class Qualification(models.TextChoices):
        UNQUALIFIED = "UNQUALIFIED", _("New")
        QUALIFYING = "QUALIFYING", _("Qualifying")
        QUALIFIED = "QUALIFIED", _("Qualified")
        DISQUALIFIED = "DISQUALIFIED", _("Disqualified")

    class Urgency(models.TextChoices):
        LOW = "LOW", _("Low")
        MEDIUM = "MEDIUM", _("Medium")
        HIGH = "HIGH", _("High")
        URGENT = "URGENT", _("Urgent")

    class Status(models.TextChoices):
        ACTIVE = "ACTIVE", _("Active")
        CONVERTED = "CONVERTED", _("Converted")
        LOST = "LOST", _("Lost")
        UNRESPONSIVE = "UNRESPONSIVE", _("Unresponsive")

    Source = SourceType

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT)
    source_type = models.CharField(max_length=8)
    source_details = models.JSONField(default=dict)
    lead_score = models.DecimalField(max_digits=5, decimal_places=2, default=0)
    score_reasons = models.JSONField(default=list)
    score_version = models.CharField(max_length=12, blank=True)
    scored_at = models.DateTimeField(null=True)
    qualification_status = models.CharField(max_length=12, default=Qualification.UNQUALIFIED)
    contact_info = models.JSONField()
    device_interest = models.JSONField(default=dict)
    initial_needs = models.TextField(blank=True)
    budget_range = models.CharField(max_length=50, blank=True)
    estimated_value = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    urgency_level = models.CharField(max_length=6, default=Urgency.MEDIUM)
    assigned_to = models.ForeignKey(
        Staff, models.SET_NULL, null=True, db_column="assigned_to", related_name="assigned_leads"
    )
    converted_customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, related_name="leads"
    )
    converted_at = models.DateTimeField(null=True)
    looks_like = models.ForeignKey(Customer, models.SET_NULL, null=True, related_name="look_alikes")
    looks_like_reasons = models.JSONField(default=list)
    follow_up_count = models.PositiveIntegerField(default=0)
    unanswered_count = models.PositiveIntegerField(default=0)
    first_reply_at = models.DateTimeField(null=True)
    last_contact_at = models.DateTimeField(null=True)
    next_follow_up = models.DateTimeField(null=True)
    status = models.CharField(max_length=12, default=Status.ACTIVE)
    lost_reason = models.CharField(max_length=255, blank=True)
    disqualified_reason = models.CharField(max_length=255, blank=True)
    external_source = models.CharField(max_length=50, null=True)
    external_id = models.CharField(max_length=255, null=True)
    email = models.CharField(max_length=254, blank=True, help_text="normal form, for matching")
    phone = models.CharField(max_length=20, blank=True, help_text="E.164, for matching")
    search_name = models.CharField(max_length=400, blank=True)
    stage_entered_at = models.DateTimeField(default=now, db_default=Now())
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = LeadQuerySet.as_manager()

    class Meta:
        db_table = "leads"
        constraints = [
            models.CheckConstraint(
                condition=Q(source_type__in=SourceType.values), name="leads_source_type"
            ),
            models.CheckConstraint(
                condition=Q(
                    qualification_status__in=[
                        "UNQUALIFIED",
                        "QUALIFYING",
                        "QUALIFIED",
                        "DISQUALIFIED",
                    ]
                ),
                name="leads_qualification_status",
            ),
            models.CheckConstraint(
                condition=Q(urgency_level__in=["LOW", "MEDIUM", "HIGH", "URGENT"]),
                name="leads_urgency_level",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["ACTIVE", "CONVERTED", "LOST", "UNRESPONSIVE"]),
                name="leads_status",
            ),
            models.CheckConstraint(
                condition=~Q(status="CONVERTED")
                | Q(converted_customer__isnull=False, converted_at__isnull=False),
                name="leads_converted_have_a_customer",
            ),
            models.CheckConstraint(
                condition=~Q(status="LOST") | ~Q(lost_reason=""), name="leads_lost_have_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(qualification_status="DISQUALIFIED") | ~Q(status="ACTIVE"),
                name="leads_disqualified_are_closed",
            ),
            models.CheckConstraint(
                condition=Q(lead_score__gte=0, lead_score__lte=100), name="leads_score_range"
            ),
            models.CheckConstraint(
                condition=Q(estimated_value__gte=0), name="leads_no_negative_value"
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"], name="leads_external_once"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "assigned_to"], name="idx_lead_status"),
            models.Index(fields=["-lead_score", "-id"], name="idx_lead_score"),
            models.Index(fields=["next_follow_up", "status"], name="idx_follow_up"),
            models.Index(fields=["-created_at", "-id"], name="leads_newest"),
            models.Index(
                fields=["branch", "qualification_status", "-lead_score", "-id"],
                name="leads_board",
                condition=Q(status="ACTIVE", deleted_at=None),
            ),
            models.Index(
                Coalesce("next_follow_up", NEVER),
                "id",
                name="leads_due_order",
            ),
            models.Index(fields=["-estimated_value", "-id"], name="leads_by_value"),
            models.Index(fields=["search_name", "id"], name="leads_by_name"),
            # `leads_family_first`, made by a migration: the family name first, for `search`.
            models.Index(
                fields=["-converted_at", "-id"],
                name="leads_converted",
                condition=Q(status="CONVERTED", deleted_at=None),
            ),
            models.Index(fields=["email"], name="leads_by_email", condition=~Q(email="")),
            models.Index(fields=["phone"], name="leads_by_phone", condition=~Q(phone="")),
            models.Index(fields=["converted_customer"], name="leads_by_customer"),
            models.Index(fields=["assigned_to", "-created_at"], name="leads_in_turn"),
            GinIndex(fields=["search_name"], opclasses=["gin_trgm_ops"], name="leads_search_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """How people call this lead: the name, else the email, else the phone."""
        info: dict[str, Any] = self.contact_info
        return str(info.get("name") or info.get("email") or info.get("phone") or "")

    @property
    def device(self) -> str:
        """The device in a few words: `MacBook Pro 14" 2021`."""
        device: dict[str, Any] = self.device_interest
        words = [device.get(part) for part in ("brand", "model", "year")]
        return " ".join(str(word) for word in words if word) or str(device.get("device") or "")

    @property
    def fault(self) -> str:
        return str(self.device_interest.get("issue") or "")

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def stage(self) -> str:
        """The column it stands in: its qualification while active, else how it ended."""
        return self.qualification_status if self.is_open else self.status

    @property
    def stage_label(self) -> str:
        if self.qualification_status == self.Qualification.DISQUALIFIED or self.is_open:
            return str(self.Qualification(self.qualification_status).label)
        return str(self.Status(self.status).label)
