"""JSON for the shop's own site."""

from crm.portal.api.enquiry import urls

__all__ = ["urls"]
