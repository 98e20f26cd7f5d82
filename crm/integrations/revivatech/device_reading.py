"""The platform's categories, makes and models as its API and its files spell them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from crm.catalogue.card import FIRST_YEAR, LAST_YEAR, LONGEST_LIST, ModelCard
from crm.catalogue.rules import Incoming
from crm.integrations.config import integrations
from crm.lib.refusal import Refusal

LONGEST_WORDS = 120
MOST_POUNDS = 99_999
_HOLDERS = ("items", "categories", "brands", "models", "devices", "results")


@dataclass
class Read:
    """What could be read, and a sentence for each thing that could not."""

    models: list[Incoming] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def rows(answer: Any) -> list[dict[str, Any]]:
    """The list inside an envelope: `{success, data: [...]}`, `{data: {models: [...]}}`, a list."""
    if isinstance(answer, dict) and answer.get("success") is False:
        raise Refusal(f"The platform says no: {answer.get('error') or 'it does not say why'}")
    for _level in range(3):
        if isinstance(answer, list):
            return [row for row in answer if isinstance(row, dict)]
        if not isinstance(answer, dict):
            break
        held = ("data", *_HOLDERS)
        answer = next((answer[name] for name in held if answer.get(name) is not None), None)
    raise Refusal("The platform answered something that holds no list of devices.", status=503)


def read(found: list[dict[str, Any]], *, category: str = "", brand: str = "") -> Read:
    """Models of one category and make, or (in a file) of those that each names itself."""
    done = Read()
    for number, row in enumerate(found, 1):
        name = _text(row, "name", "modelName", "model")
        try:
            done.models.append(_incoming(row, name, category=category, brand=brand))
        except Refusal as refusal:
            done.problems.append(f"{name or f'Number {number}'}: {refusal.message}")
    return done


def identity(row: dict[str, Any]) -> str:
    """Its number over there, as text."""
    value = next((row[name] for name in ("id", "_id", "uuid", "slug") if row.get(name)), "")
    return "" if isinstance(value, bool | dict | list) else str(value).strip()


def named(row: dict[str, Any]) -> str:
    return _text(row, "name", "title", "label")


def category_of(*words: str) -> str:
    """Our category for the platform's word for it: as configured, else the word itself."""
    known = integrations().revivatech.device_categories
    plain = {key.casefold(): value for key, value in known.items()}
    said = [word for word in words if word]
    found = (plain.get(word.strip().casefold()) for word in said)
    return next(filter(None, found), said[0] if said else "")


def _incoming(row: dict[str, Any], name: str, *, category: str, brand: str) -> Incoming:
    number = identity(row)
    brand = brand or _text(row, "brand", "brandName", "manufacturer")
    category = category or category_of(_text(row, "categoryId", "category", "categorySlug"))
    for value, what in ((number, "an id"), (name, "a name"), (brand, "a make")):
        if not re.search(r"\w", value):
            raise Refusal(f"it has not {what}.")
    if not category:
        raise Refusal("it has not a category.")
    card = ModelCard(
        category=category,
        brand=brand[:60],
        name=name[:LONGEST_WORDS],
        year=_year(row),
        specifications=dict(_specifications(row)),
        common_issues=_words(row.get("commonIssues") or row.get("common_issues")),
        average_repair_cost=_pounds(row),
        identifiers=_words(row.get("identifiers") or row.get("modelNumbers")),
        image_url=_picture(_text(row, "imageUrl", "image_url")),
    )
    return Incoming(number[:255], card)


def _text(row: dict[str, Any], *names: str) -> str:
    for name in names:
        value = row.get(name)
        if isinstance(value, dict):
            value = value.get("name")
        if isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return ""


def _year(row: dict[str, Any]) -> int | None:
    value = _text(row, "year", "releaseYear", "release_year")
    return int(value) if value.isascii() and value.isdigit() and _is_year(int(value)) else None


def _is_year(value: int) -> bool:
    return FIRST_YEAR <= value <= LAST_YEAR


def _pounds(row: dict[str, Any]) -> Decimal | None:
    value = row.get("averageRepairCost", row.get("average_repair_cost"))
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        cost = Decimal(str(value).strip().removeprefix("£").replace(",", ""))
    except InvalidOperation:
        return None
    fits = cost.is_finite() and 0 <= cost <= MOST_POUNDS
    return cost.quantize(Decimal("0.01")) if fits else None


def _specifications(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    told = row.get("specifications") or row.get("specs") or {}
    pairs = list(told.items()) if isinstance(told, dict) else []
    if row.get("screenSize"):
        pairs.append(("screen", row["screenSize"]))
    for name, value in pairs[:LONGEST_LIST]:
        said = ", ".join(_words(value if isinstance(value, list) else [value]))
        key = re.sub(r"(?<=[a-z])(?=[A-Z])|[\s-]+", "_", str(name)).lower()[:40]
        if said and key:
            yield key, said[:LONGEST_WORDS]


def _words(value: Any) -> list[str]:
    """A list of short texts, whatever it was."""
    listed = value if isinstance(value, list) else [value]
    texts = [str(one) for one in listed if isinstance(one, str | int | float)]
    said = (" ".join(text.split())[:LONGEST_WORDS] for text in texts)
    return list(dict.fromkeys(text for text in said if text))[:LONGEST_LIST]


def _picture(address: str) -> str:
    fits = len(address) <= 500 and re.fullmatch(r"https?://\S+", address)  # noqa: PLR2004 - the column
    return address if fits else ""
