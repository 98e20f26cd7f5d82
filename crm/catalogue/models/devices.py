"""Categories, brands and models: known to the whole business, so nobody's rows in particular."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from crm.lib.clock import now
from crm.lib.ids import uuid7


class DeviceCategory(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)
    description = models.CharField(max_length=255, blank=True)
    icon_name = models.CharField(max_length=40, blank=True)
    sort_order = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)

    class Meta:
        db_table = "device_categories"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="device_categories_have_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class DeviceBrand(models.Model):
    """A make. One row in all categories: Apple makes phones and laptops."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=80)

    class Meta:
        db_table = "device_brands"
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="device_brands_have_a_name")
        ]

    def __str__(self) -> str:
        return self.name


class DeviceModelQuerySet(models.QuerySet["DeviceModel"]):
    def on_offer(self) -> Self:
        """What somebody may choose from; a retired model stays with its devices."""
        return self.filter(is_active=True, category__is_active=True)


class DeviceModel(models.Model):
    class Source(models.TextChoices):
        """Who wrote it last. What the shop wrote is overwritten by nobody else."""

        CONFIG = "config", _("Came with the product")
        IMPORT = "import", _("Imported")
        SHOP = "shop", _("Written by the shop")

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    category = models.ForeignKey(DeviceCategory, models.PROTECT, related_name="models")
    brand = models.ForeignKey(DeviceBrand, models.PROTECT, related_name="models")
    slug = models.SlugField(max_length=120)
    name = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField(null=True, help_text="in which it came out")
    specifications = models.JSONField(default=dict)
    common_issues = models.JSONField(default=list)
    average_repair_cost = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    identifiers = models.JSONField(default=list, help_text="such as A2338 or SM-G991B")
    image_url = models.URLField(max_length=500, blank=True)
    search_name = models.CharField(max_length=500, blank=True)
    is_active = models.BooleanField(default=True)
    source = models.CharField(max_length=6, default=Source.SHOP)
    external_source = models.CharField(max_length=50, null=True)
    external_id = models.CharField(max_length=255, null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())

    objects = DeviceModelQuerySet.as_manager()

    class Meta:
        db_table = "device_models"
        constraints = [
            models.UniqueConstraint(fields=["brand", "slug"], name="device_models_once"),
            models.UniqueConstraint(
                fields=["external_source", "external_id"], name="device_models_external_once"
            ),
            models.CheckConstraint(condition=~Q(name=""), name="device_models_have_a_name"),
            models.CheckConstraint(
                condition=Q(average_repair_cost=None) | Q(average_repair_cost__gte=0),
                name="device_models_cost",
            ),
            models.CheckConstraint(
                condition=Q(source__in=["config", "import", "shop"]), name="device_models_source"
            ),
        ]
        indexes = [
            models.Index(fields=["search_name", "id"], name="device_models_by_name"),
            GinIndex(
                fields=["search_name"], opclasses=["gin_trgm_ops"], name="device_models_search_name"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """`Apple iPhone 13`; the brand is not said twice of a `Steam Deck` made by `Steam`."""
        brand = self.brand.name
        return self.name if self.name.startswith(f"{brand} ") else f"{brand} {self.name}"

    @property
    def name_and_year(self) -> str:
        """`Apple iPhone 13, 2021`, unless its name says the year already."""
        said = self.year is None or str(self.year) in self.name
        return self.full_name if said else f"{self.full_name}, {self.year}"

    @property
    def source_label(self) -> str:
        return str(self.Source(self.source).label)
