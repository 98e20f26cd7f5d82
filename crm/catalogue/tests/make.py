"""Models of devices, as many as a test needs."""

from typing import Any

from django.utils.text import slugify

from crm.catalogue.models import DeviceBrand, DeviceCategory, DeviceModel
from crm.criteria.folding import folded


def category(name: str = "Phones") -> DeviceCategory:
    return DeviceCategory.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def brand(name: str = "Apple") -> DeviceBrand:
    return DeviceBrand.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def model(
    name: str = "iPhone 13", *, make: str = "Apple", kind: str = "Phones", **columns: Any
) -> DeviceModel:
    known = {"slug": slugify(name), "search_name": folded(f"{make} {name}")} | columns
    return DeviceModel.objects.create(
        brand=brand(make), category=category(kind), name=name, **known
    )


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
