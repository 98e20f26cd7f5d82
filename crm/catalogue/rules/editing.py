"""A person writes a model down, or corrects one. From then on it is the shop's own."""

from dataclasses import replace
from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.catalogue.card import FIRST_YEAR, LAST_YEAR, LONGEST_LIST, ModelCard
from crm.catalogue.models import DeviceBrand, DeviceCategory, DeviceModel
from crm.catalogue.rules.writing import brand_named, columns, slug_of, write
from crm.lib import clock, turns, versions
from crm.lib.refusal import Refusal

EDITABLE = frozenset(
    {
        *("category", "name", "year", "specifications", "common_issues", "average_repair_cost"),
        *("identifiers", "image_url", "is_active"),
    }
)


@transaction.atomic
def add_model(card: ModelCard, *, by: Staff) -> DeviceModel:
    """A model that neither the product nor an import knew."""
    turns.wait_for("catalogue.write")
    if not card.brand.strip():
        raise Refusal("Say who makes it.", field="brand", status=422)
    category = _category(card.category)
    row = DeviceModel(brand=brand_named(card.brand), source=DeviceModel.Source.SHOP)
    write(row, _checked(columns(replace(card, name=card.name.strip()), category)))
    row.slug = _free_slug(row.brand, row.name)
    row.save(force_insert=True)
    activity.record("catalogue.model_added", about=row, by=by, name=row.full_name)
    return row


@transaction.atomic
def edit_model(
    model: DeviceModel, changes: dict[str, Any], *, by: Staff, version: int | None = None
) -> DeviceModel:
    """Correct what is known of a model. Files and imports leave it alone from now on."""
    for name in changes:
        if name not in EDITABLE:
            raise Refusal("This cannot be edited.", field=name, status=422)
    row = DeviceModel.objects.select_for_update(of=("self",)).select_related("brand")
    model = row.get(pk=model.pk)
    versions.must_match(model, version)
    changes = dict(changes)
    if "category" in changes:
        changes["category_id"] = _category(changes.pop("category")).pk
    changed = write(model, _checked(changes))
    if not changed:
        return model
    model.source = DeviceModel.Source.SHOP
    model.version += 1
    model.updated_at = clock.now()
    model.save()
    activity.record(
        "catalogue.model_edited",
        about=model,
        by=by,
        name=model.full_name,
        fields=sorted(name.removesuffix("_id") for name in changed - {"search_name"}),
    )
    return model


def _category(slug: str) -> DeviceCategory:
    found = DeviceCategory.objects.filter(slug=slug, is_active=True).first()
    if found is None:
        raise Refusal("There is no such category.", field="category", status=422)
    return found


def _free_slug(brand: DeviceBrand, name: str) -> str:
    slug = slug_of(name)
    if DeviceModel.objects.filter(brand=brand, slug=slug).exists():
        raise Refusal(f"{brand.name} {name} is in the catalogue already.", field="name")
    return slug


def _checked(values: dict[str, Any]) -> dict[str, Any]:
    """Refuse what no row may say; the database would, less kindly."""
    if not str(values.get("name", "something")).strip():
        raise Refusal("A model needs a name.", field="name", status=422)
    year = values.get("year")
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Refusal(f"Write a year from {FIRST_YEAR} to {LAST_YEAR}.", field="year", status=422)
    cost = values.get("average_repair_cost")
    if cost is not None and not 0 <= cost < 10**8:
        raise Refusal("Write a cost in pounds, 0 or more.", field="average_repair_cost", status=422)
    for name in ("common_issues", "identifiers", "specifications"):
        if len(values.get(name, ())) > LONGEST_LIST:
            raise Refusal(f"Keep to {LONGEST_LIST} at most.", field=name, status=422)
    return values
