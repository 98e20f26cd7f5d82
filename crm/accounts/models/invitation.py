"""Links that let somebody in once: the first owner, a new colleague, a forgotten password."""

from typing import Self

from django.db import models
from django.db.models import Q

from crm.accounts.models.staff import Staff
from crm.lib import clock
from crm.lib.ids import uuid7


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def active(self) -> Self:
        return self.filter(used_at=None, revoked_at=None, expires_at__gt=clock.now())

    def visible_to(self, staff: Staff) -> Self:
        """Links for new colleagues, at the branches this person sees."""
        joining = self.filter(purpose=Invitation.Purpose.JOIN)
        if staff.sees_all_branches:
            return joining
        return joining.filter(branches__in=staff.branch_ids).distinct()


class Invitation(models.Model):
    """A link with a secret, good once and for a while. Only the secret's hash is kept."""

    class Purpose(models.TextChoices):
        FIRST_OWNER = "FIRST_OWNER"
        JOIN = "JOIN"
        RECOVER = "RECOVER"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    purpose = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    staff = models.ForeignKey(
        Staff, on_delete=models.CASCADE, null=True, related_name="invitations"
    )
    name = models.CharField(max_length=120, blank=True)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=40, blank=True)
    branches = models.ManyToManyField("accounts.Branch", related_name="+")
    invited_by = models.ForeignKey(Staff, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = "invitations"
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purpose__in=["FIRST_OWNER", "JOIN", "RECOVER"]),
                name="invitation_purpose_known",
            ),
            models.CheckConstraint(
                condition=~Q(purpose="RECOVER") | Q(staff__isnull=False),
                name="invitation_recovers_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.email}".strip()

    @property
    def is_open(self) -> bool:
        return self.used_at is None and self.revoked_at is None and self.expires_at > clock.now()
