"""The JSON door to money: payments, invoices, and the end of the day."""

from crm.payments.api import booking, cards, cash_up, invoices
from crm.payments.api.payments import router

router.add_router("", booking.router)
router.add_router("", cards.router)
invoices_router = invoices.router
cash_up_router = cash_up.router

__all__ = ["cash_up_router", "invoices_router", "router"]
