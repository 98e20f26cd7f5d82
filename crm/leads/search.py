"""Finding a lead by what somebody remembers of it."""

from collections.abc import Iterator

from django.db.models import QuerySet

from crm.accounts.models import Staff
from crm.customers.addresses import maybe_phone, phone_prefixes
from crm.customers.names import folded
from crm.customers.search import with_words
from crm.customers.spelling import guesses
from crm.leads.models import Lead
from crm.lib import tiers
from crm.lib.lookups import Among, begins, whole
from crm.lib.tiers import Tier


def search(text: str, *, to: Staff, enough: int = tiers.ENOUGH) -> list[Lead]:
    """Leads `to` may see, by name, company, email or phone; the surest match first."""
    name = folded(text)[:100]
    if len(name) < 2:  # noqa: PLR2004 - one letter finds everybody
        return []
    return tiers.search(_tiers(Lead.objects.visible_to(to), text.strip(), name), enough=enough)


def _tiers(rows: QuerySet[Lead], text: str, name: str) -> Iterator[Tier[Lead]]:
    among, email = Among(rows), text.casefold()
    tier = among.tier
    if "@" in text:
        yield tier(whole(_MAILED, "email", [email]))
        yield tier(begins(_MAILED, "email", [email]))
    elif prefixes := phone_prefixes(text):
        yield tier(whole(_CALLED, "phone", [maybe_phone(text)]))
        yield tier(begins(_CALLED, "phone", prefixes))
    else:
        yield tier(whole("leads", "search_name", [name]))
        yield tier(
            begins("leads", "search_name", [name]),
            begins("leads", _FAMILY_NAME, [name]),
            begins(_MAILED, "email", [email]),
        )
        yield with_words(rows, name)
        if meant := guesses(name):
            yield among.by_turns(
                begins("leads", "search_name", meant), begins("leads", _FAMILY_NAME, meant)
            )


# As the indexes say it: they hold only leads that have an address; and a name with its family
# name first.
_MAILED = "(SELECT * FROM leads WHERE email <> '') leads"
_CALLED = "(SELECT * FROM leads WHERE phone <> '') leads"
_FAMILY_NAME = (
    "(substring(search_name, strpos(search_name, ' ') + 1)"
    " || ' ' || split_part(search_name, ' ', 1))"
)
