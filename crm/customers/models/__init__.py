"""Customers, how they are reached, who sees them, who lives together, who was two records."""

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

__all__ = [
    "Access",
    "ContactPoint",
    "Customer",
    "CustomerQuerySet",
    "Duplicate",
    "Household",
    "Merge",
    "MergeRow",
    "SourceType",
]
