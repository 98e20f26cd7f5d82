"""Kinds, makes and models of devices, and the words for repairs."""

from crm.catalogue.models.devices import (
    DeviceBrand,
    DeviceCategory,
    DeviceModel,
    DeviceModelQuerySet,
)
from crm.catalogue.models.repairs import RepairType, UrgencyLevel

__all__ = [
    "DeviceBrand",
    "DeviceCategory",
    "DeviceModel",
    "DeviceModelQuerySet",
    "RepairType",
    "UrgencyLevel",
]
