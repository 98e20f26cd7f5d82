"""Every door of the product, as the product itself lists them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from crm.urls import api

UNWRITTEN = "no word about who may"
# ninja reverses this one to learn its own prefix; it answers 404 to everybody.
NOT_A_DOOR = {"/api/crm/"}


@dataclass(frozen=True)
class Door:
    """An address, the methods we know of (a page may answer several) and what it asks for."""

    address: str
    methods: tuple[str, ...]
    needs: Any
    is_api: bool

    @property
    def name(self) -> str:
        return f"{self.methods[0]} {self.address}" if self.is_api else self.address


def doors() -> dict[str, Door]:
    found = [*_pages(), *_operations()]
    return {door.name: door for door in found if door.address not in NOT_A_DOOR}


def _pages() -> Iterator[Door]:
    for address, view in _patterns(get_resolver().url_patterns, "/"):
        if view.__module__ == "ninja.operation":
            continue  # one view answers several operations; each is a door of its own
        yield Door(address, ("GET", "POST"), getattr(view, "needs", UNWRITTEN), is_api=False)


def _operations() -> Iterator[Door]:
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            address = _readable("/".join(part for part in (router.prefix, path) if part))
            for operation in view.operations:
                needs = getattr(operation.view_func, "needs", UNWRITTEN)
                yield Door(f"/api/crm{address}", tuple(operation.methods), needs, is_api=True)


def _patterns(patterns: list[Any], prefix: str) -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        address = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _patterns(pattern.url_patterns, address)
        elif isinstance(pattern, URLPattern):
            yield _readable(address), pattern.callback


def _readable(address: str) -> str:
    """`leads/<uuid:pk>` and `^health/?$` as people write them: `/leads/{pk}`, `/health`."""
    address = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"{\1}", address)
    address = re.sub(r"[<{](?:\w+:)?(\w+)[>}]", r"{\1}", address)
    address = address.replace("^", "").replace("/?$", "").replace("$", "")
    return re.sub("/+", "/", f"/{address}")
