"""Finding a lead by what somebody remembers of it."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Q

from crm.accounts.models import Staff
from crm.customers.addresses import maybe_phone, phone_prefix
from crm.customers.names import folded
from crm.customers.search import LAST, resembles
from crm.leads.models import Lead
from crm.lib import tiers


def search(text: str, *, to: Staff, enough: int = tiers.ENOUGH) -> list[Lead]:
    """Leads `to` may see, by name, company, email or phone; the surest match first."""
    name, email = folded(text)[:100], text.strip().casefold()
    if len(name) < 2:  # noqa: PLR2004 - one letter finds everybody
        return []
    rows = Lead.objects.visible_to(to).order_by("-created_at", "-pk")
    exact = Q(search_name=name) | Q(email=email)
    if phone := maybe_phone(text):
        exact |= Q(phone=phone)
    begins = Q(search_name__startswith=name) | Q(search_name__contains=f" {name}")
    begins |= Q(email__gte=email, email__lt=email + LAST) & ~Q(email="")
    if digits := phone_prefix(text):
        begins |= Q(phone__gte=digits, phone__lt=digits + LAST) & ~Q(phone="")
    alike = rows.filter(resembles(name))
    nearest = alike.order_by(
        TrigramWordSimilarity(name, "search_name").desc(), "-created_at", "-pk"
    )
    return tiers.search([rows.filter(exact), rows.filter(begins), nearest], enough=enough)
