"""Every door of the product, in one list."""

from django.urls import URLPattern, URLResolver, include, path

from crm.accounts import pages as accounts
from crm.accounts.api import router as accounts_api
from crm.accounts.auth import session_or_key
from crm.accounts.may import public, turn_away
from crm.bookings import pages as bookings
from crm.bookings.api import router as bookings_api
from crm.catalogue import pages as catalogue
from crm.catalogue.api import router as catalogue_api
from crm.consent import pages as consent
from crm.consent.api import router as consent_api
from crm.customers import pages as customers
from crm.customers.api import devices as devices_api
from crm.customers.api import merges as merges_api
from crm.customers.api import router as customers_api
from crm.dashboard import pages as dashboard
from crm.integrations import api as webhooks
from crm.integrations import pages as integrations
from crm.integrations.api import router as webhooks_api
from crm.integrations.stripe import webhook as stripe_webhook
from crm.interactions import pages as interactions
from crm.interactions.api import router as interactions_api
from crm.leads import pages as leads
from crm.leads.api import router as leads_api
from crm.lib.manners import API
from crm.lifecycle import pages as lifecycle
from crm.lifecycle.api import router as lifecycle_api
from crm.payments import pages as payments
from crm.payments.api import cash_up_router, invoices_router
from crm.payments.api import router as payments_api
from crm.portal import api as public_api
from crm.portal import pages as portal
from crm.portal.api import router as portal_api
from crm.pricing import pages as pricing
from crm.pricing.api import router as pricing_api
from crm.transfer import pages as transfer
from crm.transfer.api import router as transfer_api
from crm.ui import pages as ui

api = API(
    title="Reviva CRM",
    version="1",
    description="Everything a page can do, for programs. Sign in with an API key "
    "(`Authorization: Bearer crm_...`); every refusal is problem+json and names the field.",
    urls_namespace="api",
    auth=session_or_key,
    ask=turn_away,
    docs_decorator=public,
)
api.add_router("", accounts_api)
api.add_router("/leads", leads_api)
api.add_router("/bookings", bookings_api)
api.add_router("/customers", customers_api)
api.add_router("/merges", merges_api)
api.add_router("/devices", devices_api)
api.add_router("/catalogue", catalogue_api)
api.add_router("", consent_api)
api.add_router("", interactions_api)
api.add_router("/payments", payments_api)
api.add_router("/invoices", invoices_router)
api.add_router("/cash-up", cash_up_router)
api.add_router("", lifecycle_api)
api.add_router("/pricing", pricing_api)
api.add_router("", transfer_api)
api.add_router("/webhooks", webhooks_api)
api.add_router("", portal_api)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(accounts.urls)),
    path("", include(dashboard.urls)),
    path("", include(customers.urls)),
    path("", include(catalogue.urls)),
    path("", include(consent.urls)),
    path("", include(transfer.urls)),
    path("", include(leads.urls)),
    path("", include(pricing.urls)),
    path("", include(payments.urls)),
    path("", include(bookings.urls)),
    path("", include(interactions.urls)),
    path("", include(lifecycle.urls)),
    path("api/crm/", api.urls),
    path("", include(integrations.urls)),
    path("webhooks/stripe", stripe_webhook.hear, name="webhooks-stripe"),
    path("webhooks/", include(webhooks.urls)),
    path("", include(portal.urls)),
    path("api/public/", include(public_api.urls)),
    path("design", ui.design, name="design"),
    path("theme/<slug:version>.css", ui.theme_css, name="theme-css"),
]
