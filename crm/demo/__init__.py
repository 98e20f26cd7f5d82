"""A believable British repair shop to look around in, and volume to measure with.

`load` plays six weeks of a shop's life through the same rules people use; the same seed
gives the same shop. `fill` adds customers by the hundred thousand, by COPY.
"""

from django.db import transaction

from crm.accounts.models import Staff
from crm.activity import pump
from crm.catalogue import rules as catalogue
from crm.demo.deliveries import deliver
from crm.demo.paying import pay
from crm.demo.prices import quote
from crm.demo.repairs import repair
from crm.demo.shop import PASSWORD, PEOPLE, exists, open_shop
from crm.demo.story import play
from crm.demo.volume import fill

__all__ = ["fill", "load", "logins"]


def load() -> None:
    """Open the demo shop, unless anybody works here already."""
    if not Staff.objects.people().exists():
        with transaction.atomic():  # stopped half-way, it is told again from the beginning
            catalogue.load()
            shop = open_shop()
            play(shop)
            repair(shop)
            deliver(shop.branches["Tottenham"])
            pay(shop)
            quote(shop)
        while pump.pump():
            pass  # numbered now, or the first worker's listeners would take it all for news


def logins() -> list[tuple[str, str, str]]:
    """(role, email, password) of one person per role; nothing in a shop of somebody's own."""
    return [(person.role, person.email, PASSWORD) for person in PEOPLE] if exists() else []
