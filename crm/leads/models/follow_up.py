"""A promise to get back to somebody: when, how, by whom, and what came of it."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.leads.models.lead import Lead
from crm.lib.clock import now
from crm.lib.ids import uuid7


class FollowUp(models.Model):
    class Channel(models.TextChoices):
        CALL = "CALL", _("Call")
        EMAIL = "EMAIL", _("Email")
        SMS = "SMS", _("Text message")
        VISIT = "VISIT", _("Visit")

    class Outcome(models.TextChoices):
        ANSWERED = "ANSWERED", _("Answered")
        UNANSWERED = "UNANSWERED", _("No answer")
        CANCELLED = "CANCELLED", _("No longer needed")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    lead = models.ForeignKey(Lead, models.CASCADE, related_name="follow_ups")
    due_at = models.DateTimeField()
    channel = models.CharField(max_length=5, default=Channel.CALL)
    note = models.CharField(max_length=255, blank=True)
    assigned_to = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    created_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=now, db_default=Now())
    done_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, help_text="empty: not known yet")

    class Meta:
        db_table = "lead_follow_ups"
        constraints = [
            models.CheckConstraint(
                condition=Q(channel__in=["CALL", "EMAIL", "SMS", "VISIT"]),
                name="follow_ups_channel",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", "ANSWERED", "UNANSWERED", "CANCELLED"]),
                name="follow_ups_outcome",
            ),
            models.CheckConstraint(
                condition=Q(outcome="") | Q(done_at__isnull=False), name="follow_ups_done_with_time"
            ),
        ]
        indexes = [
            models.Index(fields=["lead", "due_at"], name="follow_ups_of_lead"),
            models.Index(
                fields=["due_at"], name="follow_ups_open", condition=Q(done_at__isnull=True)
            ),
            # The sweep asks: reached out, nothing known yet, since when?
            models.Index(
                fields=["done_at"],
                name="follow_ups_awaiting",
                condition=Q(done_at__isnull=False, outcome=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_channel_display()} {self.lead}"

    def get_channel_display(self) -> str:
        return str(self.Channel(self.channel).label)
