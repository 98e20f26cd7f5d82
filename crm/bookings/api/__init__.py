"""The JSON door to repairs: rows in `records`, what happens to them in the files beside it."""

from crm.bookings.api import verbs, work
from crm.bookings.api.records import router

router.add_router("", verbs.router)
router.add_router("", work.router)

__all__ = ["router"]
