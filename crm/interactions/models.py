"""What was said, which way, how it went and what is to follow."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.customers.models import Customer
from crm.leads.models import FollowUp, Lead
from crm.lib.clock import now
from crm.lib.ids import uuid7

OWN_PROMISE = Q(
    follow_up_required=True, follow_up_done_at=None, lead_follow_up=None, deleted_at=None
)


class InteractionQuerySet(BranchQuerySet["Interaction"]):
    def visible_to(self, staff: Staff) -> Self:
        """Those of the person's branches that nobody has taken back."""
        return self.even_removed(staff).filter(deleted_at=None)

    def even_removed(self, staff: Staff) -> Self:
        """Those with customers this person may see, or that began with a lead."""
        rows = super().visible_to(staff)
        if staff.can("customers.view_all"):
            return rows
        known = Customer.objects.visible_to(staff).values("pk")
        return rows.filter(Q(customer=None) | Q(lead__isnull=False) | Q(customer__in=known))

    def promised(self) -> Self:
        """What was promised here and is still open; a lead's promise is its follow-up's."""
        return self.filter(OWN_PROMISE, customer__isnull=False)


class Interaction(models.Model):
    class Type(models.TextChoices):
        CALL = "CALL", _("Call")
        EMAIL = "EMAIL", _("Email")
        SMS = "SMS", _("Text message")
        CHAT = "CHAT", _("Chat")
        VISIT = "VISIT", _("Visit")
        BOOKING = "BOOKING", _("Booking")
        PAYMENT = "PAYMENT", _("Payment")
        REVIEW = "REVIEW", _("Review")
        COMPLAINT = "COMPLAINT", _("Complaint")
        INQUIRY = "INQUIRY", _("Inquiry")

    class Channel(models.TextChoices):
        PHONE = "PHONE", _("Phone")
        EMAIL = "EMAIL", _("Email")
        WEBSITE = "WEBSITE", _("Website")
        SOCIAL = "SOCIAL", _("Social")
        IN_PERSON = "IN_PERSON", _("In person")
        SMS = "SMS", _("Text message")
        CHAT = "CHAT", _("Chat")

    class Direction(models.TextChoices):
        INBOUND = "INBOUND", _("They contacted us")
        OUTBOUND = "OUTBOUND", _("We contacted them")

    class Sentiment(models.TextChoices):
        POSITIVE = "POSITIVE", _("Positive")
        NEUTRAL = "NEUTRAL", _("Neutral")
        NEGATIVE = "NEGATIVE", _("Negative")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="interactions")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="interactions")
    interaction_type = models.CharField(max_length=9)
    channel = models.CharField(max_length=9)
    direction = models.CharField(max_length=8)
    subject = models.CharField(max_length=255, blank=True)
    content = models.TextField(blank=True)
    metadata = models.JSONField(default=dict)
    staff_member = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    # Bookings stand on a floor of their own; their package adds the database's foreign key.
    booking_id = models.UUIDField(null=True)
    duration_minutes = models.PositiveIntegerField(null=True)
    outcome = models.CharField(max_length=255, blank=True)
    follow_up_required = models.BooleanField(default=False)
    follow_up_date = models.DateTimeField(null=True)
    # Who is to get back to them, and what came of it. While a lead is open, its own follow-up
    # carries the promise and is the only one that is worked.
    follow_up_assigned_to = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    follow_up_done_at = models.DateTimeField(null=True)
    follow_up_outcome = models.CharField(max_length=10, blank=True, default="", db_default="")
    lead_follow_up = models.ForeignKey(FollowUp, models.SET_NULL, null=True, related_name="+")
    sentiment = models.CharField(max_length=8, default=Sentiment.NEUTRAL)
    occurred_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        db_table = "customer_interactions"
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False) | Q(lead__isnull=False),
                name="interactions_are_with_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    interaction_type__in=[
                        "CALL",
                        "EMAIL",
                        "SMS",
                        "CHAT",
                        "VISIT",
                        "BOOKING",
                        "PAYMENT",
                        "REVIEW",
                        "COMPLAINT",
                        "INQUIRY",
                    ]
                ),
                name="interactions_type",
            ),
            models.CheckConstraint(
                condition=Q(
                    channel__in=[
                        "PHONE",
                        "EMAIL",
                        "WEBSITE",
                        "SOCIAL",
                        "IN_PERSON",
                        "SMS",
                        "CHAT",
                    ]
                ),
                name="interactions_channel",
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["INBOUND", "OUTBOUND"]), name="interactions_direction"
            ),
            models.CheckConstraint(
                condition=Q(sentiment__in=["POSITIVE", "NEUTRAL", "NEGATIVE"]),
                name="interactions_sentiment",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_required=False) | Q(follow_up_date__isnull=False),
                name="interactions_promise_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_outcome__in=["", "ANSWERED", "UNANSWERED", "CANCELLED"]),
                name="interactions_follow_up_outcome",
            ),
            models.CheckConstraint(
                condition=Q(follow_up_outcome="") | Q(follow_up_done_at__isnull=False),
                name="interactions_done_with_time",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-occurred_at", "-id"], name="interactions_customer"),
            models.Index(fields=["lead", "-occurred_at", "-id"], name="interactions_lead"),
            # The work queue: everybody's, and one person's.
            models.Index(
                fields=["follow_up_date", "id"], name="interactions_due", condition=OWN_PROMISE
            ),
            models.Index(
                fields=["follow_up_assigned_to", "follow_up_date", "id"],
                name="interactions_due_of",
                condition=OWN_PROMISE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type()}: {self.subject or self.content[:60]}"

    def get_type(self) -> str:
        """The kind of exchange, in people's words."""
        return str(self.Type(self.interaction_type).label)
