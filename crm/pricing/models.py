"""A price that was given, with everything needed to say why."""

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.accounts.visibility import BranchQuerySet
from crm.customers.models import Customer
from crm.lib.clock import now
from crm.lib.ids import uuid7
from crm.pricing.asked import Asked


class PriceQuote(models.Model):
    """Written once and never changed: a new question is a new quote."""

    class Source(models.TextChoices):
        ENGINE = "engine", _("Price rules")
        PLATFORM = "platform", _("The platform")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="price_quotes")
    source = models.CharField(max_length=8)
    repair_type = models.CharField(max_length=20)
    device = models.CharField(max_length=255, blank=True, help_text="in a few words")
    inputs = models.JSONField(help_text="what was asked")
    lines = models.JSONField(help_text="how the price came about, step by step")
    answer = models.JSONField(
        null=True, encoder=DjangoJSONEncoder, help_text="what the platform answered, as it came"
    )
    config_version = models.CharField(max_length=12, help_text="the pricing.yaml in force")
    vat_rate = models.DecimalField(max_digits=5, decimal_places=2)
    net = models.DecimalField(max_digits=10, decimal_places=2)
    vat = models.DecimalField(max_digits=10, decimal_places=2)
    total = models.DecimalField(max_digits=10, decimal_places=2)
    valid_until = models.DateTimeField()
    created_at = models.DateTimeField(default=now, db_default=Now())
    created_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    objects = BranchQuerySet["PriceQuote"].as_manager()

    class Meta:
        db_table = "price_quotes"
        verbose_name_plural = _("prices given")
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=["engine", "platform"]), name="price_quotes_source"
            ),
            models.CheckConstraint(
                condition=Q(net__gte=0, vat__gte=0, total=F("net") + F("vat")),
                name="price_quotes_add_up",
            ),
            models.CheckConstraint(
                condition=Q(source="engine", answer=None)
                | Q(source="platform", answer__isnull=False),
                name="price_quotes_answer_of_platform",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="price_quotes_newest"),
            models.Index(fields=["branch", "-created_at", "-id"], name="price_quotes_branch"),
            models.Index(fields=["customer", "-created_at", "-id"], name="price_quotes_customer"),
        ]

    def __str__(self) -> str:
        return f"£{self.total} {self.device}".strip()

    @property
    def asked(self) -> Asked:
        return Asked.read(self.inputs)

    @property
    def has_expired(self) -> bool:
        return self.valid_until <= now()
