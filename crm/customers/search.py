"""Finding a customer by what somebody remembers of them."""

from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import Concat

from crm.accounts.models import Staff
from crm.customers.addresses import maybe_phone, phone_prefixes
from crm.customers.models import Customer
from crm.customers.names import folded
from crm.customers.spelling import guesses
from crm.lib import tiers
from crm.lib.lookups import Among, begins, whole
from crm.lib.tiers import Tier

M = TypeVar("M", bound=Model)
TRIGRAM = 3
_OWN = "customers"
_POINTS = (
    "customer_contact_points point JOIN customers"
    " ON customers.id = point.customer_id AND point.kind = '{kind}'"
)
_EMAILS, _PHONES = _POINTS.format(kind="EMAIL"), _POINTS.format(kind="PHONE")


def search(text: str, *, to: Staff, enough: int = tiers.ENOUGH) -> list[Customer]:
    """Customers `to` may see, by name, company, email, phone or their number elsewhere.

    The surest match first. Nearly every tier asks indexes for the first few, and so costs the
    same however many customers there are.
    """
    name = folded(text)[:100]
    if len(name) < 2:  # noqa: PLR2004 - one letter finds everybody
        return []
    rows = Customer.objects.visible_to(to)
    return tiers.search(_tiers(rows, text.strip()[:100], name), enough=enough)


def _tiers(rows: QuerySet[Customer], text: str, name: str) -> Iterator[Tier[Customer]]:
    among, email = Among(rows), text.casefold()
    tier = among.tier
    if "@" in text:
        yield tier(whole(_EMAILS, "point.value", [email]))
        yield tier(begins(_EMAILS, "point.value", [email]))
    elif prefixes := phone_prefixes(text):
        phone = maybe_phone(text)
        yield tier(whole(_PHONES, "point.value", [phone]), whole(_OWN, "external_id", [text]))
        yield tier(begins(_PHONES, "point.value", prefixes), begins(_OWN, "external_id", [text]))
    else:
        yield tier(
            whole(_OWN, "search_name", [name]),
            whole(_OWN, "sort_name", [name]),
            whole(_OWN, "external_id", [text]),
        )
        yield tier(
            begins(_OWN, "sort_name", [name]),
            begins(_OWN, "search_name", [name]),
            begins(_EMAILS, "point.value", [email]),
            begins(_OWN, "external_id", [text]),
        )
        yield with_words(rows, name)
        if meant := guesses(name):
            turned = [f"{last} {first}" for first, _, last in map(_parted, meant) if first]
            yield among.by_turns(
                begins(_OWN, "search_name", meant), begins(_OWN, "sort_name", meant + turned)
            )


def with_words(rows: QuerySet[M], name: str) -> QuerySet[M]:
    """Those of whom each word begins a word of the name or company, in any order.

    The trigram index is asked for all longer words in one scan, which begins with the rarest;
    where in the name they stand is looked at afterwards, out of the index's sight.
    """
    words = name.split()
    found = Q()
    for word in [word for word in words if len(word) >= TRIGRAM] or words:
        here = Q(search_name__contains=word)
        if len(word) < TRIGRAM:
            here = Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")
        found &= here
    for word in words:
        found &= Q(padded__contains=f" {word}")
    asked: QuerySet[M] = rows.alias(padded=Concat(Value(" "), "search_name"))  # type: ignore[assignment] # alias() forgets the model
    return asked.filter(found).order_by()


def _parted(name: str) -> tuple[str, str, str]:
    return name.rpartition(" ")
