"""The JSON door to customers: rows in `records`, two that are one in `merging`, `devices`."""

from crm.customers.api import merging
from crm.customers.api.devices import router as devices
from crm.customers.api.merging import merges
from crm.customers.api.records import router

router.add_router("", merging.router)

__all__ = ["devices", "merges", "router"]
