"""A customer's device is a record of its own: it outlives tickets, and owners."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from crm.accounts.models import Staff
from crm.catalogue.models import DeviceCategory, DeviceModel
from crm.customers.models.people import Customer
from crm.lib.clock import now
from crm.lib.ids import uuid7


class DeviceQuerySet(models.QuerySet["Device"]):
    def visible_to(self, staff: Staff) -> Self:
        """The devices of the customers this person may see."""
        return self.filter(deleted_at=None).of_visible_owners(staff)

    def hidden_from_lists(self, staff: Staff) -> Self:
        """The removed ones that this person could restore."""
        return self.exclude(deleted_at=None).of_visible_owners(staff)

    def of_visible_owners(self, staff: Staff) -> Self:
        return self.filter(customer__in=Customer.objects.visible_to(staff).values("pk"))


class Device(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="devices")
    owned_since = models.DateTimeField(default=now, db_default=Now())
    model = models.ForeignKey(DeviceModel, models.PROTECT, null=True, related_name="devices")
    category = models.ForeignKey(DeviceCategory, models.PROTECT, null=True, related_name="+")
    label = models.CharField(max_length=150, blank=True, help_text="as the customer said it")
    serial_number = models.CharField(max_length=40, blank=True, help_text="upper case, no spaces")
    serial_typed = models.CharField(max_length=60, blank=True)
    imei = models.CharField(max_length=15, blank=True)
    colour = models.CharField(max_length=40, blank=True)
    storage = models.CharField(max_length=40, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    notes = models.TextField(blank=True)
    external_source = models.CharField(max_length=50, null=True)
    external_id = models.CharField(max_length=255, null=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=now, db_default=Now())
    updated_at = models.DateTimeField(default=now, db_default=Now())
    deleted_at = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        db_table = "customer_devices"
        verbose_name_plural = "devices"
        constraints = [
            models.UniqueConstraint(
                fields=["imei"],
                condition=~Q(imei="") & Q(deleted_at=None),
                name="devices_one_of_an_imei",
            ),
            models.UniqueConstraint(
                fields=["external_source", "external_id"], name="devices_external_once"
            ),
            models.CheckConstraint(
                condition=Q(imei="") | Q(imei__regex=r"^[0-9]{15}$"), name="devices_imei"
            ),
            models.CheckConstraint(
                condition=Q(serial_number__regex=r"^[^a-z\s]*$"), name="devices_serial_is_normal"
            ),
            models.CheckConstraint(
                condition=~Q(label="", model=None), name="devices_are_something"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="devices_newest"),
            models.Index(
                fields=["serial_number"], condition=~Q(serial_number=""), name="devices_by_serial"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As the customer said it, else what the catalogue calls it."""
        return self.label or (self.model.full_name if self.model else "")


class FormerOwner(models.Model):
    """Whose a device was, from when to when. Whose it is now, the device itself says."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    device = models.ForeignKey(Device, models.CASCADE, related_name="former_owners")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    created_at = models.DateTimeField(default=now, db_default=Now())

    class Meta:
        db_table = "device_owners"
        verbose_name_plural = "devices they had before"
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="device_owners_in_order"
            )
        ]
        indexes = [models.Index(fields=["device", "until"], name="device_owners_of_device")]

    def __str__(self) -> str:
        return str(self.device)
