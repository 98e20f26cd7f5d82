"""A booking: one repair of one device, from intake to pickup."""

from datetime import datetime
from decimal import Decimal
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.db.models.lookups import LessThanOrEqual

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.bookings.models.indexes import DUE, INDEXES
from crm.bookings.models.status import OPEN, UNFINISHED, Service, Status
from crm.catalogue.models import RepairType, UrgencyLevel
from crm.customers.models import Customer, Device
from crm.leads.models import Lead
from crm.lib.clock import now
from crm.lib.ids import uuid7
from crm.pricing.models import PriceQuote


class BookingQuerySet(BranchQuerySet["Booking"]):
    def visible_to(self, staff: Staff) -> Self:
        return super().visible_to(staff).filter(deleted_at=None)

    def open(self) -> Self:
        """Whatever the shop still has in its hands, or is about to."""
        return self.filter(status__in=OPEN)

    def unfinished(self) -> Self:
        return self.filter(status__in=UNFINISHED)

    def late(self, moment: datetime) -> Self:
        """The work is not done and the promise has run out."""
        return self.unfinished().filter(LessThanOrEqual(DUE, moment))

    def with_due_order(self) -> Self:
        """`due_order` is never NULL: what was never promised sorts last, on the index."""
        return self.annotate(due_order=DUE)


class Booking(models.Model):
    Status = Status
    Service = Service

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    number = models.BigIntegerField(unique=True, help_text="from the sequence booking_numbers")
    reference = models.CharField(max_length=24, unique=True, help_text="said aloud: FX-1042")
    # Without indexes of their own: branch, customer and technician each begin one of INDEXES.
    branch = models.ForeignKey(Branch, models.PROTECT, db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="bookings", db_index=False)
    device = models.ForeignKey(Device, models.PROTECT, null=True, related_name="bookings")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="bookings")
    repair_type = models.CharField(max_length=20)
    problem_description = models.TextField(blank=True)
    urgency_level = models.CharField(max_length=9, default=UrgencyLevel.STANDARD)
    status = models.CharField(max_length=16, default=Status.PENDING)
    status_entered_at = models.DateTimeField(default=now, db_default=Now())
    service_type = models.CharField(max_length=10, default=Service.BRING_IN)
    base_price = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, help_text="as quoted, in pounds with VAT"
    )
    final_price = models.DecimalField(
        max_digits=10, decimal_places=2, null=True, help_text="as asked for, in pounds with VAT"
    )
    price_quote = models.ForeignKey(PriceQuote, models.PROTECT, null=True, related_name="bookings")
    preferred_date = models.DateTimeField(null=True)
    scheduled_date = models.DateTimeField(null=True)
    promised_at = models.DateTimeField(null=True, help_text="the promise in force")
    estimated_completion = models.DateTimeField(null=True)
    ready_at = models.DateTimeField(null=True, help_text="when the work was done")
    was_on_time = models.BooleanField(
        null=True, help_text="the first promise was kept; known once the work is done"
    )
    told_at = models.DateTimeField(null=True, help_text="when the customer heard it is ready")
    completed_at = models.DateTimeField(null=True, help_text="when it was first completed")
    collected_at = models.DateTimeField(null=True)
    assigned_technician = models.ForeignKey(
        Staff, models.SET_NULL, null=True, related_name="bench", db_index=False
    )
    device_condition = models.JSONField(default=dict)
    photo_urls = models.JSONField(default=list)
    customer_info = models.JSONField(default=dict, help_text="as another system sent it")
    internal_notes = models.TextField(blank=True)
    customer_notes = models.TextField(blank=True)
    external_source = models.CharField(max_length=50, null=True)
    external_id = models.CharField(max_length=255, null=True)
    warranty_until = models.DateField(null=True, help_text="the last day it covers")
    warranty_of = models.ForeignKey("self", models.PROTECT, null=True, related_name="returns")
    # Campaigns and referrals stand on floors of their own, and add the database's foreign keys.
    marketing_campaign_id = models.UUIDField(null=True)
    referral_id = models.UUIDField(null=True)
    acquisition_cost = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    profit_margin = models.DecimalField(
        max_digits=7, decimal_places=2, null=True, help_text="percent of the price without VAT"
    )
    customer_effort_score = models.DecimalField(max_digits=2, decimal_places=1, null=True)
    nps_score = models.SmallIntegerField(null=True)
    satisfaction_notes = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        db_table = "bookings"
        constraints = [
            models.CheckConstraint(
                condition=Q(repair_type__in=RepairType.values), name="bookings_repair_type"
            ),
            models.CheckConstraint(
                condition=Q(urgency_level__in=UrgencyLevel.values), name="bookings_urgency_level"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="bookings_status"),
            models.CheckConstraint(
                condition=Q(service_type__in=Service.values), name="bookings_service_type"
            ),
            models.CheckConstraint(
                condition=(Q(base_price=None) | Q(base_price__gte=0))
                & (Q(final_price=None) | Q(final_price__gte=0))
                & (Q(acquisition_cost=None) | Q(acquisition_cost__gte=0)),
                name="bookings_no_negative_money",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["COMPLETED", "REFUNDED"]) | Q(completed_at__isnull=False),
                name="bookings_completed_have_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["READY_FOR_PICKUP", "COMPLETED", "REFUNDED"])
                | Q(ready_at__isnull=False),
                name="bookings_ready_have_a_time",
            ),
            models.CheckConstraint(
                condition=Q(was_on_time=None) | Q(ready_at__isnull=False),
                name="bookings_judged_are_ready",
            ),
            models.CheckConstraint(
                condition=Q(collected_at=None) | Q(completed_at__isnull=False),
                name="bookings_collected_are_completed",
            ),
            models.CheckConstraint(
                condition=Q(warranty_of=None) | ~Q(warranty_of=models.F("id")),
                name="bookings_guarantee_another",
            ),
            models.CheckConstraint(
                condition=Q(customer_effort_score=None)
                | Q(customer_effort_score__gte=1, customer_effort_score__lte=5),
                name="bookings_effort_score",
            ),
            models.CheckConstraint(
                condition=Q(nps_score=None) | Q(nps_score__gte=0, nps_score__lte=10),
                name="bookings_nps_score",
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"], name="bookings_external_once"
            ),
        ]
        indexes = INDEXES

    def __str__(self) -> str:
        return self.reference

    @property
    def name(self) -> str:
        return self.reference

    @property
    def device_name(self) -> str:
        """`Apple iPhone 13`, or what another system called it."""
        return self.device.name if self.device else str(self.customer_info.get("device") or "")

    @property
    def repair_label(self) -> str:
        return str(RepairType(self.repair_type).label)

    @property
    def urgency_label(self) -> str:
        return str(UrgencyLevel(self.urgency_level).label)

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def is_unfinished(self) -> bool:
        return self.status in UNFINISHED

    @property
    def price(self) -> Decimal | None:
        """What it costs as far as anybody knows."""
        return self.base_price if self.final_price is None else self.final_price

    @property
    def is_warranty_return(self) -> bool:
        return self.warranty_of_id is not None
