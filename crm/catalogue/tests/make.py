"""Models of devices, as many as a test needs."""

from typing import Any

from django.utils.text import slugify

from crm.catalogue.models import DeviceBrand, DeviceCategory, DeviceModel
from crm.catalogue.words import plain


def category(name: str = "Phones") -> DeviceCategory:
    return DeviceCategory.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def brand(name: str = "Apple") -> DeviceBrand:
    return DeviceBrand.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def model(
    name: str = "iPhone 13", *, make: str = "Apple", kind: str = "Phones", **columns: Any
) -> DeviceModel:
    row = DeviceModel(brand=brand(make), category=category(kind), name=name, **columns)
    row.slug = row.slug or slugify(name)
    row.search_name = plain(" ".join([row.full_name, str(row.year or ""), *row.identifiers]))
    row.save()
    return row


def many(number: int) -> list[DeviceModel]:
    """Plain rows without events: for counting queries and for timing."""
    make, kind = brand(), category()
    rows = [
        DeviceModel(
            brand=make,
            category=kind,
            name=f"Model {index:05}",
            slug=f"model-{index:05}",
            search_name=f"apple model {index:05}",
        )
        for index in range(number)
    ]
    return DeviceModel.objects.bulk_create(rows)
