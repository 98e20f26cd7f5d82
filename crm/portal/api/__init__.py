"""JSON for the shop's own site, and links for its customers."""

from crm.portal.api.enquiry import urls
from crm.portal.api.links import router

__all__ = ["router", "urls"]
