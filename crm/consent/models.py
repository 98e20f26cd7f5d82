"""Consent belongs to an address, not to a record: a lead's survives becoming a customer."""

import pgtrigger
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.lib.clock import now
from crm.lib.ids import uuid7


class Consent(models.Model):
    """One decision of a person about one address. The latest one counts; none is ever changed."""

    class Channel(models.TextChoices):
        EMAIL = "EMAIL", _("Email")
        SMS = "SMS", _("SMS")
        PHONE = "PHONE", _("Phone")

    class Purpose(models.TextChoices):
        SERVICE = "SERVICE", _("About their repair")
        MARKETING = "MARKETING", _("News and offers")

    class Decision(models.TextChoices):
        GIVEN = "GIVEN", _("Given")
        REFUSED = "REFUSED", _("Refused")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    class Basis(models.TextChoices):
        CONSENT = "CONSENT", _("Consent")
        SOFT_OPT_IN = "SOFT_OPT_IN", _("Existing customer")
        CONTRACT = "CONTRACT", _("They asked us to")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    channel = models.CharField(max_length=5)
    address = models.CharField(max_length=254, help_text="lower-case email, or E.164")
    purpose = models.CharField(max_length=9)
    decision = models.CharField(max_length=9)
    basis = models.CharField(max_length=11, default=Basis.CONSENT)
    wording = models.TextField(help_text="the words the person agreed to")
    evidence = models.JSONField(default=dict, help_text="where and how: form, page, IP, call")
    recorded_by = models.ForeignKey(Staff, models.PROTECT)
    recorded_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "consents"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(channel__in=["EMAIL", "SMS", "PHONE"]), name="consents_channel"
            ),
            models.CheckConstraint(
                condition=models.Q(purpose__in=["SERVICE", "MARKETING"]), name="consents_purpose"
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=["GIVEN", "REFUSED", "WITHDRAWN"]),
                name="consents_decision",
            ),
            models.CheckConstraint(
                condition=models.Q(basis__in=["CONSENT", "SOFT_OPT_IN", "CONTRACT"]),
                name="consents_basis",
            ),
            models.CheckConstraint(condition=~models.Q(address=""), name="consents_have_address"),
        ]
        indexes = [
            models.Index(
                fields=["address", "channel", "purpose", "-recorded_at"], name="consents_latest"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.address} {self.channel} {self.purpose}: {self.decision}"
