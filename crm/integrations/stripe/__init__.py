"""Card payments by Stripe, behind the port of `crm.payments.cards`. Off until a shop turns it on.

`integrations.yaml` switches it on; its keys stand in the environment (`STRIPE_SECRET_KEY`,
`STRIPE_WEBHOOK_SECRET`), never in a file.
"""

from django.conf import settings

from crm.integrations.config import integrations
from crm.integrations.stripe.client import Client
from crm.integrations.stripe.processor import NAME, Stripe

__all__ = ["NAME", "processor"]


def processor() -> Stripe | None:
    """The processor as configured, or None while it is off or has no key."""
    config = integrations().stripe
    if not config.enabled or not settings.STRIPE_SECRET_KEY:
        return None
    client = Client(config.api, settings.STRIPE_SECRET_KEY, seconds=config.timeout_seconds)
    return Stripe(
        client,
        webhook_secret=settings.STRIPE_WEBHOOK_SECRET,
        tolerance=config.tolerance_seconds,
    )
