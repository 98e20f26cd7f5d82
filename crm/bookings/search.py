"""Finding a repair by its number, as it was said on the phone."""

import re

from crm.accounts.models import Staff
from crm.bookings.models import Booking

_NUMBER = re.compile(r"(?:[a-z]{1,6})?[\s-]*#?(\d{3,15})", re.IGNORECASE)


def search(text: str, *, to: Staff) -> list[Booking]:
    """The repair `to` may see under `FX-1042`, `fx1042` or `1042`."""
    number = typed_number(text)
    if number is None or not to.can("bookings.view"):
        return []
    rows = Booking.objects.visible_to(to).filter(number=number)
    return list(rows.select_related("customer", "device__model__brand")[:1])


def typed_number(text: str) -> int | None:
    found = _NUMBER.fullmatch(text.strip()[:40])
    return int(found[1]) if found else None
