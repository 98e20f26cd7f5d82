"""The JSON door to what was said, to what was promised, and to the story both are part of."""

from ninja import Router

from crm.interactions.api import exchanges, follow_ups, stories

router = Router(tags=["interactions"])
router.add_router("", exchanges.router)
router.add_router("", follow_ups.router)
router.add_router("", stories.router)

__all__ = ["router"]
