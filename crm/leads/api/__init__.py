"""The JSON door to leads: rows in `records`, what happens to them in the files beside it."""

from crm.leads.api import analytics, ending, follow_ups, verbs
from crm.leads.api.records import router

router.add_router("", verbs.router)
router.add_router("", ending.router)
router.add_router("", follow_ups.router)
router.add_router("/analytics", analytics.router)

__all__ = ["router"]
