"""The JSON doors: what other systems deliver here, and what they want to hear from us."""

from crm.integrations.api.inbound import urls
from crm.integrations.api.webhooks import router

__all__ = ["router", "urls"]
