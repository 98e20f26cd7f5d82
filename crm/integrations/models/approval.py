"""Something from outside that waits for somebody's word before it becomes ours."""

from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.customers.models import Customer
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.ids import uuid7


class ApprovalQuerySet(BranchQuerySet["Approval"]):
    def waiting(self) -> Self:
        return self.filter(status=Approval.Status.WAITING)

    def urgent_first(self) -> Self:
        rank = Case(
            When(~Q(flags=[]), then=Value(9)),  # what looks like spam stands last
            *(When(urgency=word, then=Value(place)) for place, word in enumerate(_PRESSING)),
            default=Value(len(_PRESSING)),
        )
        return self.annotate(rank=rank).order_by("rank", "created_at", "id")


class Approval(models.Model):
    class Kind(models.TextChoices):
        REGISTRATION = "registration", _("Registration")
        REPAIR_REQUEST = "repair_request", _("Repair request")
        ENQUIRY = "enquiry", _("Enquiry")

    class Status(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    source = models.CharField(max_length=50)
    kind = models.CharField(max_length=14)
    external_id = models.CharField(max_length=255, null=True)
    status = models.CharField(max_length=8, default=Status.WAITING)
    # The intent (`crm.integrations.intents`) as it was read; emptied when it is old and decided.
    content = models.JSONField(default=dict)
    flags = models.JSONField(default=list)
    name = models.CharField(max_length=255, blank=True)
    email = models.CharField(max_length=254, blank=True, help_text="normal form")
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    external_user = models.CharField(max_length=255, blank=True)
    urgency = models.CharField(max_length=6, blank=True)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="approvals")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="approvals")
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=255, blank=True)
    created_at = models.DateTimeField(default=clock.now, db_default=Now())

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        db_table = "approvals"
        constraints = [
            models.UniqueConstraint(
                fields=["source", "kind", "external_id"], name="approvals_external_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["registration", "repair_request", "enquiry"]),
                name="approvals_kind",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "approved", "rejected"]), name="approvals_status"
            ),
            models.CheckConstraint(
                condition=Q(status="waiting", decided_at=None)
                | (~Q(status="waiting") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="approvals_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="rejected") | ~Q(reason=""), name="approvals_rejected_say_why"
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | Q(customer__isnull=False) | Q(lead__isnull=False),
                name="approvals_approved_became_something",
            ),
        ]
        indexes = [
            models.Index(
                fields=["branch", "created_at"],
                name="approvals_waiting",
                condition=Q(status="waiting"),
            ),
            models.Index(fields=["-decided_at", "-id"], name="approvals_decided"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind()}: {self.name or self.email or self.phone}"

    def get_kind(self) -> str:
        return str(self.Kind(self.kind).label)

    def get_status(self) -> str:
        return str(self.Status(self.status).label)

    @property
    def is_waiting(self) -> bool:
        return self.status == self.Status.WAITING

    @property
    def who(self) -> str:
        return self.name or self.email or self.phone or str(_("Somebody"))

    @property
    def device(self) -> str:
        """The device in a few words, for those that ask about one."""
        device: dict[str, Any] = self.content.get("device") or {}
        words = [device.get(part) for part in ("brand", "model", "year")]
        return " ".join(str(word) for word in words if word) or str(device.get("device") or "")

    @property
    def needs(self) -> str:
        return str(self.content.get("needs") or "")

    @property
    def estimate(self) -> Decimal | None:
        sent = self.content.get("estimate")
        return Decimal(sent) if sent else None

    @property
    def details(self) -> dict[str, Any]:
        details: dict[str, Any] = self.content.get("details") or {}
        return details

    @property
    def urgency_word(self) -> str:
        return str(Lead.Urgency(self.urgency).label) if self.urgency else ""


_PRESSING = ("URGENT", "HIGH", "MEDIUM", "LOW")
