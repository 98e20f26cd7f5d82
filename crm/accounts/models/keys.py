"""How programs prove who they are: API keys, and the tickets they trade for a live socket."""

from typing import Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Concat

from crm.accounts.models.counting import RateCount
from crm.accounts.models.history import forensic
from crm.accounts.models.staff import Staff, StaffBranch
from crm.lib import clock
from crm.lib.ids import uuid7


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def usable(self) -> Self:
        return self.filter(revoked_at=None, staff__is_active=True).select_related("staff")

    def visible_to(self, staff: Staff) -> Self:
        """Keys that work at a branch this person sees; keys to every branch for those who do."""
        if staff.sees_all_branches:
            return self
        shared = StaffBranch.objects.filter(branch_id__in=staff.branch_ids).values("staff_id")
        return self.filter(staff__in=shared)

    def with_rate(self) -> Self:
        """With `hits` and `hits_since`: how often the key was used in its latest window."""
        bucket = Concat(Value("key:"), Cast(OuterRef("pk"), models.CharField()))
        counts = RateCount.objects.filter(bucket=bucket)
        return self.annotate(
            hits=Subquery(counts.values("hits")), hits_since=Subquery(counts.values("opened_at"))
        )


@forensic("api_keys_history", exclude=["last_used_at", "secret_hash"])
class ApiKey(models.Model):
    """A program's key. What it may do and where is its own Staff row's role and scopes.

    Only a hash is kept: the secret is 256 random bits, so a slow hash would add nothing but
    time to every request.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.OneToOneField(Staff, on_delete=models.PROTECT, related_name="api_key")
    prefix = models.CharField(max_length=12)
    secret_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiKeyQuerySet.as_manager()

    class Meta:
        db_table = "api_keys"
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None


class LiveTicketQuerySet(models.QuerySet["LiveTicket"]):
    def usable(self) -> Self:
        return self.filter(expires_at__gt=clock.now())

    def spent(self) -> Self:
        return self.exclude(expires_at__gt=clock.now())


class LiveTicket(models.Model):
    """A minute's right to open one live socket, so that a key never stands in a URL."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    objects = LiveTicketQuerySet.as_manager()

    class Meta:
        db_table = "live_tickets"
        constraints = [
            models.CheckConstraint(condition=~Q(token_hash=""), name="live_ticket_has_a_token"),
        ]

    def __str__(self) -> str:
        return str(self.id)
