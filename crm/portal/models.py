"""The customer's own way to see where their repair stands."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from crm.accounts.models import Staff
from crm.accounts.visibility import at_branches_of
from crm.bookings.models import Booking
from crm.lib.clock import now
from crm.lib.ids import uuid7


class StatusLinkQuerySet(models.QuerySet["StatusLink"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(at_branches_of(staff, "booking__branch_id"), booking__deleted_at=None)

    def in_force(self) -> Self:
        return self.filter(revoked_at=None)


class StatusLink(models.Model):
    """Whoever has the address may read, and nothing else. Only its hash is kept, so that a
    copy of the database opens no door; a booking may have several, since each is shown once.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="status_links")
    token_hash = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(default=now, db_default=Now())
    revoked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = StatusLinkQuerySet.as_manager()

    class Meta:
        db_table = "status_links"
        constraints = [
            models.CheckConstraint(condition=~Q(token_hash=""), name="status_links_have_a_token"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None)
                | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="status_links_revoked_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["booking", "-issued_at"], name="status_links_of_booking")]

    def __str__(self) -> str:
        return str(self.booking)
