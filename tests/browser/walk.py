"""Every page and dialog of the product, found as a person finds them: by following links.

One example of each door is enough: `/leads/<a>` and `/leads/<b>` are the same page.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
from django.urls import Resolver404, resolve

FOLLOWED = ("href", "hx-get", "data-drop", "data-live-cards", "data-combobox")
# Nobody links to these: they come in an email, on paper, or when something is wrong.
STARTS = ("/", "/sign-in", "/enquire", "/nowhere")
LEFT_ALONE = ("/static/", "/theme/", "/api/", "/webhooks/")


@dataclass(frozen=True)
class Place:
    """An address that answers with HTML: a whole page, or a dialog over one."""

    path: str
    door: str
    is_dialog: bool = False


class _Links(HTMLParser):
    """The addresses a page offers, and the cards its drop targets are for."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.found = page, []
        self.card: str | None = None

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value for name, value in attributes if value}
        self.card = self.card or given.get("data-card")
        if tag in {"link", "use"}:
            return
        self.found += [given[name] for name in FOLLOWED if name in given]

    def addresses(self) -> Iterator[str]:
        for link in self.found:
            if "{id}" in link and not self.card:
                continue
            yield urljoin(self.page, link.replace("{id}", self.card or ""))


def every_place(session: httpx.Client) -> list[Place]:
    """Walk on from the starts until every link leads to a door already seen."""
    places: dict[str, Place] = {}
    waiting, seen = list(STARTS), set()
    while waiting:
        path = waiting.pop(0)
        door = _door(path)
        if door in seen:
            continue
        seen.add(door)
        answer = session.get(path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        reached = answer.url.raw_path.decode()
        seen.add(_door(reached))
        if "<html" in answer.text:
            places[_door(reached)] = Place(reached, _door(reached))
        elif "<dialog" in answer.text:
            places[door] = Place(path, door, is_dialog=True)
        links = _Links(reached)
        links.feed(answer.text)
        waiting += [link for link in links.addresses() if _is_ours(link)]
    return sorted(places.values(), key=lambda place: place.door)


def _is_ours(link: str) -> bool:
    parts = urlsplit(link)
    return not parts.scheme and not parts.netloc and not parts.path.startswith(LEFT_ALONE)


def _door(link: str) -> str:
    try:
        return resolve(urlsplit(link).path).route
    except Resolver404:
        return "(nothing)"
