"""Two customers who may be one person, why, and what somebody decided."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.customers.models.people import Customer
from crm.lib.clock import now
from crm.lib.ids import uuid7


class DuplicateQuerySet(models.QuerySet["Duplicate"]):
    def visible_to(self, staff: Staff) -> Self:
        """The pairs of which this person may see both; one merged away is seen by nobody."""
        seen = Customer.objects.visible_to(staff).values("pk")
        return self.filter(first__in=seen, second__in=seen)

    def waiting(self) -> Self:
        return self.filter(decision="")


class Duplicate(models.Model):
    """Stored once for both directions: `first` is the smaller id."""

    class Decision(models.TextChoices):
        SAME_PERSON = "SAME_PERSON", _("Same person")
        SAME_HOUSEHOLD = "SAME_HOUSEHOLD", _("Same household")
        DIFFERENT = "DIFFERENT", _("Different")

    class Reason(models.TextChoices):
        EMAIL = "email", _("Same email")
        PHONE = "phone", _("Same phone")
        NAME = "name", _("Similar name")
        ADDRESS = "address", _("Same address")
        DEVICE = "device", _("Same device")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    second = models.ForeignKey(Customer, models.CASCADE, related_name="+")
    reasons = models.JSONField(default=list)
    score = models.PositiveSmallIntegerField(help_text="how sure, of 100")
    decision = models.CharField(max_length=14, blank=True, db_default="")
    decided_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now, db_default=Now())

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        db_table = "customer_duplicates"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="duplicates_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="duplicates_ordered"),
            models.CheckConstraint(condition=Q(score__lte=100), name="duplicates_score"),
            models.CheckConstraint(
                condition=Q(decision__in=["", "SAME_PERSON", "SAME_HOUSEHOLD", "DIFFERENT"]),
                name="duplicates_decision",
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_at=None, decided_by=None)
                | (~Q(decision="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="duplicates_decided_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-score", "id"], condition=Q(decision=""), name="duplicates_waiting"
            )
        ]

    def __str__(self) -> str:
        return f"{self.first_id} and {self.second_id}"

    @property
    def reason_labels(self) -> list[str]:
        return [str(self.Reason(reason).label) for reason in self.reasons]
