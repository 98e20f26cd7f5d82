"""What a visit to a place shows: axe's findings in every look, and how wide the page is."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

from tests.browser.walk import Place

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
REQUIRED = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ADVISED = ["best-practice"]
DESKTOP = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
LOOKS = {
    f"{scheme} {device}": (scheme, size)
    for device, size in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
}
RUN = """async ([tags, root]) => {
  const { violations } = await axe.run(root, {
    runOnly: { type: "tag", values: tags }, resultTypes: ["violations"],
  });
  return violations.flatMap(({ id, tags, nodes }) =>
    nodes.map(({ target, failureSummary }) => ({ id, tags, target: target.join(" "), failureSummary })));
}"""
# A change of look is there with the next frame.
SETTLED = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
# Scrolling inside a board or a table is meant; the page itself never moves sideways.
OVERFLOW = "document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"


@dataclass
class Visit:
    """One place, looked at in every look."""

    place: Place
    violations: dict[str, list[str]] = field(default_factory=dict)
    advice: set[str] = field(default_factory=set)
    overflow: int = 0


def look_at(page: Page, place: Place) -> Visit:
    open_at(page, place)
    page.evaluate(AXE.read_text())
    visit = Visit(place)
    for look, (scheme, size) in LOOKS.items():
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        page.set_viewport_size(size)
        page.evaluate(SETTLED)
        root = "#dialog" if place.is_dialog else "html"
        found: list[dict[str, Any]] = page.evaluate(RUN, [REQUIRED + ADVISED, root])
        failing = [one for one in found if set(one["tags"]) & set(REQUIRED)]
        visit.violations[look] = [_words(one) for one in failing]
        visit.advice |= {f"{one['id']} {one['target']}" for one in found if one not in failing}
    visit.overflow = page.evaluate(OVERFLOW)  # the last look is a phone's
    return visit


def open_at(page: Page, place: Place) -> None:
    """Go there; a dialog opens over Today, as a shortcut would open it."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.set_viewport_size(DESKTOP)
    page.goto("/" if place.is_dialog else place.path)
    # htmx fills what a page leaves for later; a live socket never lets a network be idle.
    expect(page.locator(".htmx-request, [hx-trigger=load]:empty")).to_have_count(0)
    if place.is_dialog:
        page.evaluate("path => htmx.ajax('GET', path, '#dialog')", place.path)
        page.locator("#dialog dialog[open]").wait_for()


def _words(one: dict[str, Any]) -> str:
    return f"{one['id']} at {one['target']}: {one['failureSummary']}"
