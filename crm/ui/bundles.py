"""Where the built files are: `app.js` to the address that carries its content's hash."""

import json
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

DIST = Path(__file__).resolve().parent / "static" / "dist"


def url(name: str) -> str:
    """The address of a bundle (`app.js`, `app.css`, `htmx.js`, `icons.svg`, a font)."""
    names = _read() if settings.DEBUG else _at_start()
    return static(f"dist/{names[name]}")


def icons() -> frozenset[str]:
    """The icons the sprite was built with."""
    listed = (DIST.parent.parent / "frontend" / "icons.txt").read_text().split("\n")
    return frozenset(line for line in listed if line and not line.startswith("#"))


@cache
def _at_start() -> dict[str, str]:
    # A build under a running server must not change its pages: it serves the files it
    # found when it started, and the build leaves those in place.
    return _read()


def _read() -> dict[str, str]:
    try:
        names: dict[str, str] = json.loads((DIST / "names.json").read_text())
    except FileNotFoundError:
        raise ImproperlyConfigured("Build the front end first: python -m crm.ui.build.") from None
    return names
