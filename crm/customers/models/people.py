"""A person exists once in the business; branches and staff are given access to them."""

from datetime import date
from typing import Self
from uuid import UUID

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.customers.models.households import Household
from crm.customers.names import full_name
from crm.lib.clock import now
from crm.lib.ids import uuid7


class SourceType(models.TextChoices):
    """Where a person first came from; leads and customers share the words."""

    WEBSITE = "WEBSITE", _("Website")
    PHONE = "PHONE", _("Phone")
    WALK_IN = "WALK_IN", _("Walk-in")
    REFERRAL = "REFERRAL", _("Referral")
    SOCIAL = "SOCIAL", _("Social")
    EMAIL = "EMAIL", _("Email")
    OTHER = "OTHER", _("Other")


class CustomerQuerySet(models.QuerySet["Customer"]):
    def visible_to(self, staff: Staff) -> Self:
        """The customers this person may see: by branch, by name, or none."""
        rows = self.filter(deleted_at=None)
        if staff.can("customers.view_all"):
            if staff.sees_all_branches:
                return rows
            known = Access.objects.filter(branch_id__in=staff.branch_ids)
        elif staff.can("customers.view_own"):
            known = Access.objects.filter(staff=staff)
        else:
            return rows.none()
        return rows.filter(models.Exists(known.filter(customer=models.OuterRef("pk"))))


class Customer(models.Model):
    class PreferredContact(models.TextChoices):
        EMAIL = "EMAIL", _("Email")
        PHONE = "PHONE", _("Phone")
        SMS = "SMS", _("SMS")

    class ContactFrequency(models.TextChoices):
        HIGH = "HIGH", _("High")
        MEDIUM = "MEDIUM", _("Medium")
        LOW = "LOW", _("Low")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    first_name = models.CharField(max_length=100, blank=True)
    last_name = models.CharField(max_length=100, blank=True)
    company = models.CharField(max_length=150, blank=True)
    job_title = models.CharField(max_length=100, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True, help_text="E.164")
    phone_typed = models.CharField(max_length=50, blank=True)
    address = models.JSONField(default=dict)
    birthday = models.DateField(null=True)
    language = models.CharField(max_length=10, blank=True)
    social_profiles = models.JSONField(default=dict)
    tags = models.JSONField(default=list)
    customer_notes = models.TextField(blank=True)
    preferred_contact = models.CharField(max_length=5, default=PreferredContact.EMAIL)
    contact_frequency = models.CharField(max_length=6, default=ContactFrequency.MEDIUM)
    marketing_consent = models.BooleanField(default=False)
    sms_consent = models.BooleanField(default=False)
    source_type = models.CharField(max_length=8, default=SourceType.OTHER)
    acquisition_date = models.DateField(default=date.today)
    referral_code = models.CharField(max_length=20, null=True)
    external_source = models.CharField(max_length=50, null=True)
    external_id = models.CharField(max_length=255, null=True)
    # Most live in no household and were merged into nobody: partial indexes below.
    household = models.ForeignKey(
        Household, models.SET_NULL, null=True, related_name="members", db_index=False
    )
    # Always the record that is left at last: merging it again moves this along.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=False
    )
    search_name = models.CharField(max_length=400, blank=True)
    sort_name = models.CharField(max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        db_table = "customers"
        constraints = [
            # The number first, so that somebody is found by it alone.
            models.UniqueConstraint(
                fields=["external_id", "external_source"],
                name="customers_external_once",
                condition=~models.Q(external_id=None),
            ),
            models.UniqueConstraint(
                fields=["referral_code"],
                name="customers_referral_code_once",
                condition=~models.Q(referral_code=None),
            ),
            models.CheckConstraint(
                condition=models.Q(preferred_contact__in=["EMAIL", "PHONE", "SMS"]),
                name="customers_preferred_contact",
            ),
            models.CheckConstraint(
                condition=models.Q(contact_frequency__in=["HIGH", "MEDIUM", "LOW"]),
                name="customers_contact_frequency",
            ),
            models.CheckConstraint(
                condition=models.Q(source_type__in=SourceType.values), name="customers_source_type"
            ),
            models.CheckConstraint(
                condition=~models.Q(first_name="", last_name="", company="", email="", phone=""),
                name="customers_are_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into=None) | models.Q(deleted_at__isnull=False),
                name="customers_merged_are_hidden",
            ),
        ]
        indexes = [
            models.Index(fields=["sort_name", "id"], name="customers_by_name"),
            models.Index(fields=["search_name", "id"], name="customers_by_first_name"),
            models.Index(fields=["-created_at", "-id"], name="customers_newest"),
            models.Index(
                fields=["household"],
                name="customers_of_household",
                condition=~models.Q(household=None),
            ),
            models.Index(
                fields=["merged_into"],
                name="customers_merged_into",
                condition=~models.Q(merged_into=None),
            ),
            GinIndex(
                fields=["search_name"], opclasses=["gin_trgm_ops"], name="customers_search_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return (
            full_name(self.first_name, self.last_name) or self.company or self.email or self.phone
        )

    @property
    def source_label(self) -> str:
        return str(SourceType(self.source_type).label)

    @property
    def records(self) -> list[UUID]:
        """This customer and those merged into them: whose events make the story."""
        return [self.pk, *self.merged.order_by("pk").values_list("pk", flat=True)]


class ContactPoint(models.Model):
    """One way to reach a customer. Not unique across customers: households share phones."""

    class Kind(models.TextChoices):
        EMAIL = "EMAIL", _("Email")
        PHONE = "PHONE", _("Phone")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Its index is that of `contact_points_once_each`.
    customer = models.ForeignKey(
        Customer, models.CASCADE, related_name="contact_points", db_index=False
    )
    kind = models.CharField(max_length=5)
    value = models.CharField(max_length=254, help_text="lower-case email, or E.164")
    typed = models.CharField(max_length=254, blank=True)
    is_primary = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "customer_contact_points"
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "kind", "value"], name="contact_points_once_each"
            ),
            models.UniqueConstraint(
                fields=["customer", "kind"],
                condition=models.Q(is_primary=True),
                name="contact_points_one_primary",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["EMAIL", "PHONE"]), name="contact_points_kind"
            ),
        ]
        indexes = [models.Index(fields=["kind", "value"], name="contact_points_by_value")]

    def __str__(self) -> str:
        return self.value


class Access(models.Model):
    """Who may see a customer: a branch that dealt with them, or one member of staff."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    # Its index is that of `access_branch_once`.
    customer = models.ForeignKey(Customer, models.CASCADE, related_name="access", db_index=False)
    branch = models.ForeignKey(Branch, models.CASCADE, null=True)
    staff = models.ForeignKey(Staff, models.CASCADE, null=True, db_index=False)
    reason = models.CharField(max_length=50)
    created_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "customer_access"
        constraints = [
            models.UniqueConstraint(fields=["customer", "branch"], name="access_branch_once"),
            # The person first, so that it also finds all whom somebody sees by name.
            models.UniqueConstraint(
                fields=["staff", "customer"],
                name="access_staff_once",
                condition=~models.Q(staff=None),
            ),
            models.CheckConstraint(
                condition=models.Q(branch=None, staff__isnull=False)
                | models.Q(branch__isnull=False, staff=None),
                name="access_is_one_of_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.customer_id}: {self.branch_id or self.staff_id}"
