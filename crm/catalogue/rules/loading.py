"""Bringing the tables up to what the files say, as often as anybody likes."""

from dataclasses import dataclass, field

from django.db import transaction

from crm.activity.models import Event
from crm.catalogue.config import EVERY_FILE, categories, listed
from crm.catalogue.models import DeviceBrand, DeviceCategory, DeviceModel
from crm.catalogue.rules.writing import columns, slug_of, write
from crm.lib import clock, turns

WRITTEN = [
    *("category", "name", "year", "specifications", "common_issues", "average_repair_cost"),
    *("identifiers", "image_url", "search_name", "is_active", "version", "updated_at"),
]


@dataclass
class Loaded:
    """What a load changed. Nothing, when the files say what they said before."""

    created: list[DeviceModel] = field(default_factory=list)
    changed: list[DeviceModel] = field(default_factory=list)


@transaction.atomic
def load() -> Loaded:
    """Add and renew what came with the files; retire what they no longer name.

    What a person or an import has written since stays as they wrote it. Nothing is deleted:
    devices point to it.
    """
    turns.wait_for("catalogue.write")
    kinds, makes = _load_categories(), _load_brands()
    known = {(row.brand.slug, row.slug): row for row in DeviceModel.objects.select_related("brand")}
    done, named = Loaded(), set()
    for item in listed():
        brand = makes[slug_of(item.card.brand)]
        named.add((brand.slug, item.slug))
        row = known.get((brand.slug, item.slug))
        is_new = row is None
        row = row or DeviceModel(brand=brand, slug=item.slug, source=DeviceModel.Source.CONFIG)
        if row.source != DeviceModel.Source.CONFIG:
            continue
        values = columns(item.card, kinds[item.card.category]) | {"is_active": True}
        if write(row, values) or is_new:
            (done.created if is_new else done.changed).append(row)
    done.changed += _retired(known, named)
    _save(done)
    return done


def load_when_files_change(event: Event) -> None:
    """`config.accepted`: other files, another catalogue."""
    if event.particulars["name"] in {file.name for file in EVERY_FILE}:
        for file in EVERY_FILE:
            file.refresh()  # this worker may not have heard of it yet
        load()


def _load_categories() -> dict[str, DeviceCategory]:
    rows = [
        DeviceCategory(
            slug=slug,
            name=told.name,
            description=told.description,
            icon_name=told.icon,
            sort_order=place,
        )
        for place, (slug, told) in enumerate(categories().categories.items())
    ]
    told = ["name", "description", "icon_name", "sort_order"]
    DeviceCategory.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["slug"], update_fields=told
    )
    return {row.slug: row for row in DeviceCategory.objects.all()}


def _load_brands() -> dict[str, DeviceBrand]:
    named = {slug_of(item.card.brand): item.card.brand for item in listed()}
    DeviceBrand.objects.bulk_create(
        [DeviceBrand(slug=slug, name=name) for slug, name in named.items()], ignore_conflicts=True
    )
    return {row.slug: row for row in DeviceBrand.objects.all()}


def _retired(
    known: dict[tuple[str, str], DeviceModel], named: set[tuple[str, str]]
) -> list[DeviceModel]:
    gone = [
        row
        for key, row in known.items()
        if key not in named and row.is_active and row.source == DeviceModel.Source.CONFIG
    ]
    for row in gone:
        row.is_active = False
    return gone


def _save(done: Loaded) -> None:
    for row in done.changed:
        row.version += 1
        row.updated_at = clock.now()
    DeviceModel.objects.bulk_create(done.created)
    DeviceModel.objects.bulk_update(done.changed, WRITTEN, batch_size=200)
