"""The platform's device database, asked page by page over HTTP.

`/api/devices/categories`, `/categories/{id}/brands`, `/brands/{id}/models`. A make belongs to
one category there, so the way down tells the category of every model.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from crm.integrations.config import integrations
from crm.integrations.revivatech import asking
from crm.integrations.revivatech.device_reading import (
    Read,
    category_of,
    identity,
    named,
    read,
    rows,
)
from crm.lib.refusal import Refusal

A_PAGE = 100
MOST_PAGES = 100


@dataclass(frozen=True)
class Make:
    """A make of one category over there."""

    id: str
    name: str
    category: str


def makes() -> list[Make]:
    """Every make of every category: what there is to ask for."""
    found = []
    for category in _all("/categories"):
        ours = category_of(str(category.get("slug") or ""), named(category), identity(category))
        brands = _all(f"/categories/{_part(category)}/brands")
        found += [Make(identity(brand), named(brand), ours) for brand in brands]
    return found


def models_of(make: Make) -> Read:
    found = list(_all(f"/brands/{quote(make.id, safe='')}/models"))
    return read(found, category=make.category, brand=make.name)


def _all(path: str) -> Iterator[dict[str, Any]]:
    """All pages of a list, whether or not the platform pages it."""
    offset = 0
    for _number in range(MOST_PAGES):
        answer = _get(path, offset)
        page = rows(answer)
        yield from page
        told = answer.get("pagination") if isinstance(answer, dict) else None
        if not (page and isinstance(told, dict) and told.get("hasMore")):
            return
        offset += len(page)
    raise Refusal(f"The platform’s list of {path} does not end.", status=503)


def _get(path: str, offset: int) -> Any:
    configured = integrations().revivatech
    if not configured.devices_url:
        raise Refusal(
            "The platform’s address is missing: set revivatech.devices_url in integrations.yaml.",
            status=503,
        )
    query = urlencode({"limit": A_PAGE, "offset": offset})
    base = configured.devices_url.rstrip("/")
    return asking.get(f"{base}/api/devices{path}?{query}", seconds=configured.devices_timeout)


def _part(row: dict[str, Any]) -> str:
    return quote(identity(row), safe="")
