"""Customers, their devices, how they are reached, who sees them, who was two records."""

from crm.customers.models.devices import Device, FormerOwner
from crm.customers.models.duplicates import Duplicate
from crm.customers.models.households import Household
from crm.customers.models.merges import Merge, MergeRow
from crm.customers.models.people import (
    Access,
    ContactPoint,
    Customer,
    CustomerQuerySet,
    SourceType,
)
from crm.customers.models.words import SearchWord

__all__ = [
    "Access",
    "ContactPoint",
    "Customer",
    "CustomerQuerySet",
    "Device",
    "Duplicate",
    "FormerOwner",
    "Household",
    "Merge",
    "MergeRow",
    "SearchWord",
    "SourceType",
]
