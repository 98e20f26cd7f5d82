"""What to tell a customer whose device is ready, and the links that carry it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import quote
from uuid import UUID

from django.utils.translation import gettext as _

from crm.bookings.config import bookings_config
from crm.bookings.dues import dues
from crm.bookings.models import Booking
from crm.lib import clock
from crm.lib.business import business
from crm.ui.templatetags._values import money


@dataclass(frozen=True)
class Ready:
    """The sentence to say or send; an address that is not known is an empty link."""

    sentence: str
    call: str
    text: str
    email: str


def ready(bookings: Iterable[Booking]) -> dict[UUID, Ready]:
    """For each of these repairs, with one question to the ledger for them all."""
    rows = list(bookings)
    to_pay = dues(rows) if rows else {}
    return {row.pk: _ready(row, to_pay.get(row.pk)) for row in rows}


def _ready(booking: Booking, due: Decimal | None) -> Ready:
    config, customer = bookings_config().ready, booking.customer
    words = {
        "name": customer.first_name or customer.name,
        "device": booking.device_name or _("device"),
        "business": business().name,
        "reference": booking.reference,
        "price": money(booking.price) or _("price as agreed"),
        "to_pay": _due_words(due),
        "hours": opening_words(),
    }
    sentence = config.sms.format(**words)
    subject = quote(config.email_subject.format(**words), safe="")
    letter = quote(config.email_body.format(**words).replace("\n", "\r\n"), safe="")
    to = quote(customer.email, safe="@")
    return Ready(
        sentence=sentence,
        call=f"tel:{customer.phone}" if customer.phone else "",
        text=f"sms:{customer.phone}?body={quote(sentence, safe='')}" if customer.phone else "",
        email=f"mailto:{to}?subject={subject}&body={letter}" if customer.email else "",
    )


def _due_words(due: Decimal | None) -> str:
    """`£104.00 to pay`: a customer who has paid is never told of the whole price."""
    if due is None:
        return _("price as agreed")
    return _("%(amount)s to pay") % {"amount": money(due)} if due else _("nothing to pay")


def opening_words() -> str:
    """`We are open until 18:00 today.`, or when the shop opens next."""
    now = clock.now().astimezone(business().zone)
    span = business().opening(now.date())
    if span and span[0] <= now < span[1] - timedelta(minutes=30):
        return _("We are open until %(hour)s today.") % {"hour": f"{span[1]:%H:%M}"}
    opens = business().next_opening(now + timedelta(hours=1))
    return _("We open on %(day)s at %(hour)s.") % {"day": f"{opens:%A}", "hour": f"{opens:%H:%M}"}
