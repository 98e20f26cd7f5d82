"""What people bring in, with numbers that such devices could have and none has."""

from random import Random

from crm.accounts.models import Staff
from crm.catalogue.search import search
from crm.customers import rules as customers
from crm.customers.identifiers import check_digit
from crm.customers.models import Customer, Device
from crm.customers.serial_forms import maker_of
from crm.leads.models import Lead

PHONES = "phones"
COLOURS = ("black", "silver", "blue", "space grey", "white", "")
STORAGES = ("64 GB", "128 GB", "256 GB", "512 GB", "")
_LETTERS = "CDFGHJKLMNPQRTVWXY0123456789"
# How a serial number begins, and how many letters and digits follow.
_SERIALS = {"apple": ("C02", 9), "samsung": ("R5", 9), "dell": ("", 7), "hp": ("5CD1234", 3)}


def bring(customer: Customer, lead: Lead, *, by: Staff) -> Device:
    """The device that the lead spoke of becomes a record of the customer's."""
    said = lead.device_interest
    label = f"{said.get('brand', '')} {said.get('model', '')}".strip() or "Laptop"
    dice = Random(f"{customer.name} {label}")  # noqa: S311 - a story, not a secret
    model = next(iter(search(label, enough=1)), None)
    is_phone = model is not None and model.category.slug == PHONES
    card = customers.DeviceCard(
        label=label,
        model=model,
        imei=_imei(dice) if is_phone else "",
        serial_number="" if is_phone else _serial(dice, maker_of(label)),
        colour=dice.choice(COLOURS),
        storage=dice.choice(STORAGES),
        year=said.get("year"),
    )
    device, _is_new = customers.register_device(customer, card, by=by, keep_serial=True)
    return device


def _imei(dice: Random) -> str:
    # 00 belongs to test devices, so this phone is nobody's.
    digits = "0044" + "".join(dice.choices("0123456789", k=10))
    return digits + check_digit(digits)


def _serial(dice: Random, maker: str) -> str:
    begins, more = _SERIALS.get(maker, ("PF", 6))
    return begins + "".join(dice.choices(_LETTERS, k=more))
