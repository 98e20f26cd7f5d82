"""How often one visitor, or one address they give, may ask."""

from django.http import HttpRequest

from crm.accounts import limits
from crm.customers.addresses import maybe_email, maybe_phone
from crm.leads.config import leads_config
from crm.portal.rules import Asked


def count(request: HttpRequest, asked: Asked) -> None:
    """Refuses (429) floods: from one place, and in the name of one person."""
    form = leads_config().form
    limits.limit(request, "enquiry-day", rate=f"{form.per_day}/d")
    for address in (maybe_email(asked.email), maybe_phone(asked.phone)):
        if address:
            limits.limit(request, "enquiry-address", rate=f"{form.per_hour}/h", key=address)
    limits.limit(request, "enquiry", rate=f"{form.per_hour}/h")


def evidence(request: HttpRequest, page: str) -> dict[str, str]:
    """How we can show later that somebody agreed: the page, and where they were."""
    return {"page": page[:500], "ip": limits.address(request)}
