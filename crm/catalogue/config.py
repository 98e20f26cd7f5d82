"""The device database as data: `catalogue.yaml` names the categories, the files beside it models.

A family (all iPhones) says once what its models share: make, category, ports, what usually
breaks. A shop adds its own families and models, or changes a figure, in its own folder.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from crm.catalogue.card import FIRST_YEAR, LAST_YEAR, LONGEST_LIST, ModelCard
from crm.lib.config import Config, declare

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120)]
Specifications = dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")], Words]
Issues = Annotated[list[Words], Field(max_length=LONGEST_LIST)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Category(_Strict):
    """A kind of device. They are shown in the order they stand in."""

    name: Words
    description: Annotated[str, Field(max_length=255)] = ""
    icon: str = ""


class Categories(_Strict):
    """What `catalogue.yaml` may say."""

    categories: dict[Slug, Category]


def _category(slug: str) -> str:
    if slug not in categories().categories:
        raise ValueError(f"{slug!r} is no category of catalogue.yaml.")
    return slug


class Model(_Strict):
    """One model. What it does not say, its family does."""

    name: Words
    year: Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)] | None = None
    identifiers: Annotated[list[Words], Field(max_length=LONGEST_LIST)] = []
    specifications: Specifications = {}
    common_issues: Issues = []
    average_repair_cost: Annotated[Decimal, Field(ge=0, le=99_999, decimal_places=2)]


class Family(_Strict):
    brand: Annotated[Words, Field(max_length=60)]
    category: Annotated[Slug, AfterValidator(_category)]
    specifications: Specifications = {}
    common_issues: Issues = []
    models: dict[Slug, Model]


class Families(_Strict):
    """What each file of models may say."""

    families: dict[Slug, Family]


@dataclass(frozen=True)
class Listed:
    """One model as the files have it, with what its family adds."""

    slug: str
    card: ModelCard


def listed() -> Iterator[Listed]:
    """Every model of every file."""
    for file in FILES:
        for family in file().families.values():
            for slug, model in family.models.items():
                yield Listed(slug, _card(family, model))


def _card(family: Family, model: Model) -> ModelCard:
    return ModelCard(
        category=family.category,
        brand=family.brand,
        name=model.name,
        year=model.year,
        identifiers=model.identifiers,
        specifications=family.specifications | model.specifications,
        # What is special to a model is worth more than what they all have.
        common_issues=list(dict.fromkeys([*model.common_issues, *family.common_issues])),
        average_repair_cost=model.average_repair_cost,
    )


categories = declare("catalogue", Categories)
FILES = [
    declare(f"catalogue_{name}", Families)
    for name in (
        *("android", "apple", "computers", "gaming", "home"),
        *("iphone", "laptops", "mac", "samsung"),
    )
]
EVERY_FILE: list[Config[Any]] = [categories, *FILES]
