"""Putting a card into a row: the same for the files, an import and a person."""

from typing import Any

from django.utils.text import slugify

from crm.catalogue.card import ModelCard
from crm.catalogue.models import DeviceBrand, DeviceCategory, DeviceModel
from crm.catalogue.words import plain
from crm.lib.refusal import Refusal

LONGEST_SEARCH = 500


def brand_named(name: str) -> DeviceBrand:
    """The make of this name, however it is capitalised; a new one when nobody knew it."""
    slug = slug_of(name)[:60]
    return DeviceBrand.objects.get_or_create(slug=slug, defaults={"name": name.strip()[:80]})[0]


def slug_of(name: str) -> str:
    slug = slugify(name.replace("+", " plus "))[:120].strip("-")
    if not slug:
        raise Refusal("A name needs a letter or a digit.", field="name", status=422)
    return slug


def columns(card: ModelCard, category: DeviceCategory) -> dict[str, Any]:
    """What the card says, as columns of a row."""
    return {
        "category_id": category.pk,
        "name": card.name,
        "year": card.year,
        "specifications": card.specifications,
        "common_issues": card.common_issues,
        "average_repair_cost": card.average_repair_cost,
        "identifiers": card.identifiers,
        "image_url": card.image_url,
    }


def write(row: DeviceModel, values: dict[str, Any]) -> set[str]:
    """Set these columns of the row, and its searchable copy; the names of those that changed."""
    for name in (changed := {name for name in values if getattr(row, name) != values[name]}):
        setattr(row, name, values[name])
    said = [row.full_name, str(row.year or ""), *row.identifiers]
    searched = plain(" ".join(said))[:LONGEST_SEARCH]
    if row.search_name != searched:
        row.search_name = searched
        changed.add("search_name")
    return changed
