"""Finding a model by what somebody remembers of it, or reads off its underside."""

from functools import reduce
from operator import add

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Case, Q, QuerySet, When
from django.db.models.functions import Length

from crm.catalogue.models import DeviceModel
from crm.catalogue.words import plain
from crm.lib import tiers

SUGGESTED = 6  # to choose from while somebody types
SHORTEST = 2  # one letter finds everything
MOST_WORDS = 8
LIKE_ENOUGH = 0.4  # below what the index can be asked for; models are thousands, not millions


def search(
    text: str, *, among: QuerySet[DeviceModel] | None = None, enough: int = tiers.ENOUGH
) -> list[DeviceModel]:
    """Models on offer by name, make, year or identifier, typos forgiven; the surest first."""
    text = text.replace("\0", "")[:100]  # a page's own form brings it unread
    words = plain(text)[:100]
    if len(words) < SHORTEST:
        return []
    rows = DeviceModel.objects.on_offer() if among is None else among
    rows = rows.select_related("brand", "category").order_by(Length("search_name"), "-year", "pk")
    named = rows.filter(Q(identifiers__contains=[text.strip().upper()]) | Q(search_name=words))
    return tiers.search([named, rows.filter(_has_words(words)), _alike(rows, words)], enough=enough)


def _has_words(words: str) -> Q:
    """Every word begins one of the model's, in whatever order: `pro 14 macbook`."""
    found = Q()
    for word in words.split()[:MOST_WORDS]:
        found &= _has(word)
    return found


def _has(word: str) -> Q:
    return Q(search_name__startswith=word) | Q(search_name__contains=f" {word}")


def _alike(rows: QuerySet[DeviceModel], words: str) -> QuerySet[DeviceModel]:
    """Those with most of the words first: of an `iphnoe 13` the number is right."""
    held = [Case(When(_has(word), then=1), default=0) for word in words.split()[:MOST_WORDS]]
    near = rows.annotate(likeness=TrigramWordSimilarity(words, "search_name"))
    near = near.filter(likeness__gte=LIKE_ENOUGH)
    return near.order_by(reduce(add, held).desc(), "-likeness", Length("search_name"), "pk")
