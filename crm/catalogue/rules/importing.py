"""Taking in another system's device database. Again is harmless: nothing doubles."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from crm.catalogue.card import LONGEST_LIST, ModelCard
from crm.catalogue.models import DeviceBrand, DeviceCategory, DeviceModel
from crm.catalogue.rules.writing import brand_named, columns, slug_of, write
from crm.lib import clock, turns

CREATED, UPDATED, UNCHANGED, KEPT = "created", "updated", "unchanged", "kept"


@dataclass(frozen=True)
class Incoming:
    """One model as the other system has it, under the number it has there."""

    external_id: str
    card: ModelCard


@transaction.atomic
def take_in(models: Iterable[Incoming], *, source: str) -> Counter[str]:
    """How many were created, updated, unchanged, or kept because the shop wrote them itself.

    A model is known by the other system's number, else by its make and name. What the other
    system leaves empty does not empty what we know.
    """
    turns.wait_for("catalogue.write")
    return Counter(_take_one(one, source) for one in models)


def _take_one(one: Incoming, source: str) -> str:
    brand = brand_named(one.card.brand)
    row = _known(one, brand, source)
    is_new = row is None
    if row is None:
        row = DeviceModel(brand=brand, slug=_own_slug(brand, one.card))
    before = (row.external_source, row.external_id, row.source)
    row.external_source, row.external_id = source, one.external_id
    if row.source == DeviceModel.Source.SHOP and not is_new:
        if before != (source, one.external_id, row.source):
            row.save(update_fields=["external_source", "external_id"])
        return KEPT
    row.source = DeviceModel.Source.IMPORT
    changed = write(row, _told(one.card, row))
    if not is_new and not changed and before == (source, one.external_id, row.source):
        return UNCHANGED
    if not is_new:
        row.version += 1
        row.updated_at = clock.now()
    row.save()
    return CREATED if is_new else UPDATED


def _known(one: Incoming, brand: DeviceBrand, source: str) -> DeviceModel | None:
    rows = DeviceModel.objects.select_related("brand")
    known = rows.filter(external_source=source, external_id=one.external_id).first()
    if known is not None:
        return known
    same = rows.filter(brand=brand, slug__in=_slugs(one.card), external_id=None)
    if one.card.year:
        same = same.filter(Q(year=one.card.year) | Q(year=None))
    return same.order_by("pk").first()


def _slugs(card: ModelCard) -> list[str]:
    """`ipad-air-2020` and `ipad-air`: some systems call every year's model the same."""
    plain = slug_of(card.name)
    return [plain, f"{plain}-{card.year}"[:120]] if card.year else [plain]


def _own_slug(brand: DeviceBrand, card: ModelCard) -> str:
    taken = set(DeviceModel.objects.filter(brand=brand).values_list("slug", flat=True))
    wanted = _slugs(card)
    counted = (f"{wanted[-1][:110]}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (*wanted, *counted) if slug not in taken)


def _told(card: ModelCard, row: DeviceModel) -> dict[str, Any]:
    values = {name: value for name, value in columns(card, _category(card)).items() if value}
    if "specifications" in values:
        values["specifications"] = row.specifications | values["specifications"]
    for name in ("common_issues", "identifiers"):
        if name in values:  # theirs first, and what we knew besides
            both = [*values[name], *getattr(row, name)]
            values[name] = list(dict.fromkeys(both))[:LONGEST_LIST]
    return values


def _category(card: ModelCard) -> DeviceCategory:
    slug = slug_of(card.category)[:60]
    return DeviceCategory.objects.get_or_create(
        slug=slug, defaults={"name": card.category[:80], "sort_order": 1000}
    )[0]
