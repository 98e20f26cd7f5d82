"""Whoever acts: people who sign in, and the accounts that stand for everything else."""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from crm.accounts.config import permissions
from crm.accounts.models.branch import Branch
from crm.accounts.models.history import forensic
from crm.lib.ids import uuid7
from crm.lib.refusal import Refusal


class StaffQuerySet(models.QuerySet["Staff"]):
    def people(self) -> Self:
        return self.filter(kind=Staff.Kind.PERSON)

    def active(self) -> Self:
        return self.filter(is_active=True)

    def working_at(self, *branch_ids: UUID) -> Self:
        """Active people who can be given work at one of these branches."""
        everywhere = [key for key, role in permissions().roles.items() if role.branches == "all"]
        here = Q(pk__in=StaffBranch.objects.filter(branch_id__in=branch_ids).values("staff_id"))
        return self.people().active().filter(here | Q(role__in=everywhere))

    def visible_to(self, staff: "Staff") -> Self:
        """The people this person may see: everyone, or those they share a branch with."""
        if staff.sees_all_branches:
            return self.people()
        shared = StaffBranch.objects.filter(branch_id__in=staff.branch_ids).values("staff_id")
        return self.people().filter(Q(pk__in=shared) | Q(pk=staff.pk))

    def system(self) -> "Staff":
        """Who acts when the product does something by itself."""
        return self._standing_for("system", Staff.Kind.SYSTEM, "Reviva CRM")

    def website(self) -> "Staff":
        """Who acts when a visitor uses one of the public pages."""
        return self._standing_for("website", Staff.Kind.WEBSITE, "Website")

    def integration(self, name: str, label: str = "") -> "Staff":
        """Who acts when the outside system called `name` sends something; `label` is for people."""
        label = label or name.replace("_", " ").title()
        return self._standing_for(f"integration:{name}", Staff.Kind.INTEGRATION, label)

    def _standing_for(self, handle: str, kind: "Staff.Kind", name: str) -> "Staff":
        # The password column stays unusable: "!" is Django's mark for that.
        known = {"kind": kind, "name": name, "role": "system", "password": "!"}
        return self.get_or_create(handle=handle, defaults=known)[0]


# Django's sign-in looks people up by natural key, which only this manager knows.
_StaffManager = BaseUserManager.from_queryset(StaffQuerySet)


@forensic("staff_history", exclude=["password", "last_login", "theme", "shortcuts", "updated_at"])
class Staff(AbstractBaseUser):
    class Kind(models.TextChoices):
        PERSON = "PERSON"
        SYSTEM = "SYSTEM"
        WEBSITE = "WEBSITE"
        INTEGRATION = "INTEGRATION"
        API_KEY = "API_KEY"

    class Theme(models.TextChoices):
        SYSTEM = "system"
        LIGHT = "light"
        DARK = "dark"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(null=True, unique=True)
    kind = models.CharField(max_length=12, default=Kind.PERSON)
    handle = models.CharField(max_length=80, null=True, unique=True)
    role = models.CharField(max_length=40)
    scopes = ArrayField(models.CharField(max_length=60), null=True)
    branches = models.ManyToManyField(Branch, through="StaffBranch", related_name="staff")
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0)
    theme = models.CharField(max_length=6, default=Theme.SYSTEM)
    shortcuts = models.BooleanField(default=True, help_text="one-letter keys (WCAG 2.1.4)")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = _StaffManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        db_table = "staff"
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["PERSON", "SYSTEM", "WEBSITE", "INTEGRATION", "API_KEY"]),
                name="staff_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(theme__in=["system", "light", "dark"]), name="staff_theme_known"
            ),
            models.CheckConstraint(
                condition=Q(kind="PERSON", email__isnull=False)
                | (~Q(kind="PERSON") & Q(email__isnull=True)),
                name="staff_only_people_have_email",
            ),
            models.CheckConstraint(
                condition=Q(email=Lower(F("email"))), name="staff_email_is_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def can(self, permission: str) -> bool:
        """Does this account's role, narrowed by its scopes, allow this?"""
        return permission in self.permissions

    @property
    def permissions(self) -> frozenset[str]:
        role = permissions().role(self.role)
        if role is None or not self.is_active:
            return frozenset()
        return role.may if self.scopes is None else role.may & frozenset(self.scopes)

    @property
    def sees_all_branches(self) -> bool:
        role = permissions().role(self.role)
        if role is None or role.branches != "all":
            return False
        # An owner's home branch does not narrow the owner; an API key's branches narrow the key.
        return self.kind != self.Kind.API_KEY or not self.branch_ids

    @cached_property
    def branch_ids(self) -> frozenset[UUID]:
        """The branches this account belongs to (not "sees": an owner may belong to none)."""
        return frozenset(self.memberships.values_list("branch_id", flat=True))

    @cached_property
    def home_branch(self) -> Branch:
        """Where new work of this account goes unless somebody says otherwise; a shop that is
        open before one that has closed.
        """
        own = Branch.objects.filter(staff_memberships__staff=self)
        branch = own.order_by("-is_active", "-staff_memberships__is_home", "name").first()
        branch = branch or (Branch.objects.active().first() if self.sees_all_branches else None)
        if branch is None:
            raise Refusal(f"{self.name} does not belong to any branch yet.", field="branch")
        return branch

    def forget_branches(self) -> None:
        """After a move: ask again where they belong."""
        for known in ("branch_ids", "home_branch"):
            self.__dict__.pop(known, None)

    @property
    def is_person(self) -> bool:
        return self.kind == self.Kind.PERSON

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    def get_session_auth_hash(self) -> str:
        """What a session must know to live: a new password or a new epoch ends it."""
        return self._session_hash(None)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        return (self._session_hash(secret) for secret in settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: Any) -> str:
        known = f"{self.password}:{self.session_epoch}"
        return salted_hmac("crm.accounts.session", known, secret, algorithm="sha256").hexdigest()


@forensic("staff_branches_history")
class StaffBranch(models.Model):
    """Somebody belongs to a branch; one of theirs is home."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="memberships")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="staff_memberships")
    is_home = models.BooleanField(default=False)

    class Meta:
        db_table = "staff_branches"
        constraints = [
            models.UniqueConstraint(fields=["staff", "branch"], name="staff_belongs_once"),
            models.UniqueConstraint(
                fields=["staff"], condition=Q(is_home=True), name="staff_has_one_home"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} at {self.branch_id}"
