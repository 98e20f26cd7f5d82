"""Finding a customer by what somebody remembers of them."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Exists, OuterRef, Q, QuerySet

from crm.accounts.models import Staff
from crm.customers.addresses import maybe_phone, phone_prefix
from crm.customers.models import ContactPoint, Customer
from crm.customers.names import folded
from crm.lib import tiers

LAST = "\U0010ffff"  # sorts after every continuation of a prefix


def search(text: str, *, to: Staff, enough: int = tiers.ENOUGH) -> list[Customer]:
    """Customers `to` may see, by name, company, email or phone; the surest match first."""
    name = folded(text)[:100]
    if len(name) < 2:  # noqa: PLR2004 - one letter finds everybody
        return []
    rows = Customer.objects.visible_to(to).order_by("sort_name", "pk")
    exact = Q(search_name=name) | _has("EMAIL", text.strip().casefold())
    if phone := maybe_phone(text):
        exact |= _has("PHONE", phone)
    begins = Q(search_name__startswith=name) | Q(search_name__contains=f" {name}")
    begins |= _begins("EMAIL", text.strip().casefold())
    if digits := phone_prefix(text):
        begins |= _begins("PHONE", digits)
    return tiers.search(
        [rows.filter(exact), rows.filter(begins), _alike(rows, name)], enough=enough
    )


def _has(kind: str, value: str) -> Q:
    return Q(Exists(_points().filter(kind=kind, value=value)))


def _begins(kind: str, prefix: str) -> Q:
    # A range, because LIKE cannot use a plain index under every collation.
    return Q(Exists(_points().filter(kind=kind, value__gte=prefix, value__lt=prefix + LAST)))


def _points() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(customer=OuterRef("pk"))


def resembles(name: str) -> Q:
    """A whole name written a little differently, or one word of it."""
    return Q(search_name__trigram_similar=name) | Q(search_name__trigram_word_similar=name)


def _alike(rows: QuerySet[Customer], name: str) -> QuerySet[Customer]:
    near = rows.filter(resembles(name))
    return near.order_by(TrigramWordSimilarity(name, "search_name").desc(), "sort_name", "pk")
