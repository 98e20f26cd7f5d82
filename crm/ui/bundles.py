"""Where the built files are: `app.js` to the address that carries its content's hash."""

import json
from functools import cache
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

DIST = Path(__file__).resolve().parent / "static" / "dist"


def url(name: str) -> str:
    """The address of a bundle (`app.js`, `app.css`, `htmx.js`, `icons.svg`, a font)."""
    return static(f"dist/{_names(_modified())[name]}")


def icons() -> frozenset[str]:
    """The icons the sprite was built with."""
    listed = (DIST.parent.parent / "frontend" / "icons.txt").read_text().split("\n")
    return frozenset(line for line in listed if line and not line.startswith("#"))


def _modified() -> int:
    try:
        return (DIST / "names.json").stat().st_mtime_ns
    except FileNotFoundError:
        raise ImproperlyConfigured("Build the front end first: python -m crm.ui.build.") from None


@cache
def _names(modified: int) -> dict[str, str]:
    # Asked again only when a build has replaced the file: a running server follows it.
    names: dict[str, str] = json.loads((DIST / "names.json").read_text())
    return names
