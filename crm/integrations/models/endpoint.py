"""An address of another system that hears of what happens here."""

from datetime import datetime
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.config import permissions
from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.integrations.outgoing import patterns
from crm.lib import clock
from crm.lib.ids import uuid7

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from crm.integrations.models.dispatch import Dispatch


class EndpointQuerySet(BranchQuerySet["Endpoint"]):
    def visible_to(self, staff: Staff) -> Self:
        """Those of their branches; those of all branches, for who sees all."""
        return super().visible_to(staff).exclude(status=Endpoint.Status.REMOVED)

    def active(self) -> Self:
        return self.filter(status=Endpoint.Status.ACTIVE)

    def taking_post(self, at: datetime) -> Self:
        """Those that may be called now: active, and not resting after failures."""
        return self.active().filter(Q(rests_until=None) | Q(rests_until__lte=at))

    def troubled(self) -> Self:
        """Those that a person should look at: switched off by us, or failing."""
        failing = Q(status=Endpoint.Status.ACTIVE, failures__gte=Endpoint.MANY)
        return self.filter(failing | Q(status=Endpoint.Status.DISABLED))


class Endpoint(models.Model):
    """It hears what its role may read at its branch, and of that what it asked for."""

    class Status(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        DISABLED = "disabled", _("Switched off")
        REMOVED = "removed", _("Removed")

    MANY = 3  # failures in a row, after which it is given rest between attempts

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, related_name="+", help_text="null: every branch"
    )
    branch_id: UUID | None
    url = models.CharField(max_length=500)
    description = models.CharField(max_length=255, blank=True)
    role = models.CharField(max_length=40)
    status = models.CharField(max_length=8, default=Status.ACTIVE)
    why_disabled = models.CharField(max_length=255, blank=True)
    # Sealed (`crm.lib.sealing`); the former one signs as well until its time is over.
    secret = models.TextField()
    former_secret = models.TextField(blank=True)
    former_until = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="attempts in a row")
    failing_since = models.DateTimeField(null=True)
    rests_until = models.DateTimeField(null=True)
    succeeded_at = models.DateTimeField(null=True)
    created_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=clock.now, db_default=Now())
    updated_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1)

    if TYPE_CHECKING:
        subscriptions: RelatedManager["Subscription"]
        dispatches: RelatedManager["Dispatch"]

    objects = EndpointQuerySet.as_manager()

    class Meta:
        db_table = "webhook_endpoints"
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["active", "paused", "disabled", "removed"]),
                name="endpoints_status",
            ),
            models.CheckConstraint(
                condition=~Q(status="disabled") | ~Q(why_disabled=""), name="endpoints_say_why"
            ),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since=None)
                | Q(failures__gt=0, failing_since__isnull=False),
                name="endpoints_failing_since",
            ),
            models.CheckConstraint(
                condition=Q(former_secret="", former_until=None)
                | (~Q(former_secret="") & Q(former_until__isnull=False)),
                name="endpoints_former_secret",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="endpoints_newest")]

    def __str__(self) -> str:
        return self.description or self.url

    @property
    def events(self) -> list[str]:
        return sorted(row.pattern for row in self.subscriptions.all())

    @property
    def signing_secrets(self) -> list[str]:
        """What signs now, sealed; two while one replaces the other."""
        overlaps = self.former_until is not None and self.former_until > clock.now()
        return [self.secret, self.former_secret] if overlaps else [self.secret]

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def is_failing(self) -> bool:
        return self.is_active and self.failures >= self.MANY

    @property
    def status_word(self) -> str:
        return str(self.Status(self.status).label)

    # As a hearer (`crm.integrations.outgoing.audience`).

    @property
    def permissions(self) -> frozenset[str]:
        role = permissions().role(self.role)
        return role.may if role else frozenset()

    @property
    def sees_all_branches(self) -> bool:
        role = permissions().role(self.role)
        return self.branch_id is None and role is not None and role.branches == "all"

    @property
    def branch_ids(self) -> frozenset[UUID]:
        return frozenset([self.branch_id] if self.branch_id else [])


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def active(self) -> Self:
        return self.filter(endpoint__status=Endpoint.Status.ACTIVE)

    def wanting(self, verb: str, at: datetime) -> Self:
        """Of active endpoints that had asked for it when it happened."""
        return self.active().filter(pattern__in=patterns.matching(verb), since__lte=at)


class Subscription(models.Model):
    """One pattern an endpoint listens to, and since when: nothing older is sent."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    endpoint = models.ForeignKey(Endpoint, models.CASCADE, related_name="subscriptions")
    pattern = models.CharField(max_length=80)
    since = models.DateTimeField(default=clock.now)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        db_table = "webhook_subscriptions"
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "pattern"], name="subscriptions_once"),
            models.CheckConstraint(
                condition=Q(pattern__regex=r"^(\*|[a-z_]+\.(\*|[a-z_]+))$"),
                name="subscriptions_pattern",
            ),
        ]

    def __str__(self) -> str:
        return self.pattern
