"""How the catalogue looks in JSON."""

from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool

from crm.catalogue.card import FIRST_YEAR, LAST_YEAR, LONGEST_LIST, ModelCard
from crm.catalogue.models import DeviceModel
from crm.lib.paging import MOST, PageAsked
from crm.lib.schema import In, Out
from crm.lib.wire import Line, Moment, Money, MoneyIn

Slug = Annotated[str, Field(max_length=60, pattern=r"^[a-z0-9-]+$")]
Name = Annotated[Line, Field(min_length=1, max_length=120)]
Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]
Words = Annotated[Line, Field(min_length=1, max_length=120)]
Words30 = Annotated[list[Words], Field(max_length=LONGEST_LIST)]
Specifications = Annotated[
    dict[Annotated[str, Field(min_length=1, max_length=40)], Words],
    Field(max_length=LONGEST_LIST),
]
Picture = Annotated[Line, Field(max_length=500, pattern=r"^(https?://\S+)?$")]


class ChoiceOut(Out):
    value: str
    label: str


class RepairTypesOut(Out):
    repair_types: list[ChoiceOut]
    urgency_levels: list[ChoiceOut]


class CategoryOut(Out):
    id: UUID
    slug: str
    name: str
    description: str
    icon_name: str
    models: int = Field(description="How many models of it are on offer.")


class BrandOut(Out):
    id: UUID
    slug: str
    name: str
    models: int = Field(description="How many models of it are on offer.")


class CategoriesOut(Out):
    items: list[CategoryOut]


class BrandsOut(Out):
    items: list[BrandOut]


class ModelOut(Out):
    id: UUID
    category: str = Field(description="its slug")
    brand: str = Field(description="its slug")
    brand_name: str
    slug: str
    name: str
    full_name: str = Field(examples=["Apple iPhone 13"])
    year: int | None
    specifications: dict[str, str]
    common_issues: list[str]
    average_repair_cost: Money | None = Field(description="in pounds, with VAT")
    identifiers: list[str]
    image_url: str
    is_active: bool
    source: DeviceModel.Source
    external_source: str | None
    external_id: str | None
    version: int
    created_at: Moment
    updated_at: Moment

    @staticmethod
    def resolve_category(row: DeviceModel) -> str:
        return row.category.slug

    @staticmethod
    def resolve_brand(row: DeviceModel) -> str:
        return row.brand.slug

    @staticmethod
    def resolve_brand_name(row: DeviceModel) -> str:
        return row.brand.name


class ModelPage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[ModelOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class ModelsFound(Out):
    items: list[ModelOut]


class Narrowed(Schema):
    """Filters are combined with "and"."""

    category: Slug | None = None
    brand: Slug | None = None
    year: int | None = Field(default=None, ge=2010, le=2030)

    def of(self, rows: Any) -> Any:
        asked = {"category__slug": self.category, "brand__slug": self.brand, "year": self.year}
        return rows.filter(**{name: value for name, value in asked.items() if value is not None})


class ModelsAsked(PageAsked, Narrowed):
    on_offer: Literal["yes", "no", "any"] = "yes"


class SearchAsked(Narrowed):
    search: str = Field(min_length=2, max_length=100, description="name, year or identifier")
    limit: int = Field(20, ge=1, le=MOST)


class ModelPatch(In):
    """The fields to change; the others stay as they are. A field that is sent is replaced whole."""

    category: Slug | None = None
    name: Name | None = None
    year: Year | None = None
    specifications: Specifications | None = None
    common_issues: Words30 | None = None
    average_repair_cost: MoneyIn | None = None
    identifiers: Words30 | None = None
    image_url: Picture | None = None
    is_active: StrictBool | None = None

    def changes(self) -> dict[str, Any]:
        """What was sent. Only a year and a cost can be taken back with null."""
        found = {name: getattr(self, name) for name in self.model_fields_set}
        nullable = {"year", "average_repair_cost"}
        return {
            name: value for name, value in found.items() if value is not None or name in nullable
        }


class ModelIn(In):
    category: Slug
    brand: Annotated[Line, Field(min_length=1, max_length=60)]
    name: Name
    year: Year | None = None
    specifications: Specifications = {}
    common_issues: Words30 = []
    average_repair_cost: MoneyIn | None = None
    identifiers: Words30 = []
    image_url: Picture = ""

    def card(self) -> ModelCard:
        return ModelCard(**{name: getattr(self, name) for name in type(self).model_fields})
