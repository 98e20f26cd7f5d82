"""The model of `pricing.yaml`: what repairs cost and what changes it."""

from decimal import Decimal
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
)

from crm.lib.business import Day
from crm.lib.config import declare
from crm.pricing.asked import RepairType, Urgency

# Six factors of at most 3 on the dearest base still fit the database's ten digits.
Pounds = Annotated[Decimal, Field(ge=0, le=50_000, decimal_places=2)]
Factor = Annotated[Decimal, Field(gt=0, le=3, decimal_places=4)]
Percent = Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
Label = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Name = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=30)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Repair(_Strict):
    """What one kind of repair costs before anything else is known: the nearest of model,
    category and base.
    """

    base: Pounds
    categories: dict[Slug, Pounds] = {}
    models: dict[Slug, Pounds] = {}


class Choice(_Strict):
    """One of a shop's own words for something that changes the price."""

    label: Label
    factor: Factor


class Age(_Strict):
    """From this many years on."""

    years: int = Field(ge=0, le=50)
    factor: Factor
    label: Label


class Weekend(_Strict):
    factor: Factor = Decimal(1)
    days: frozenset[Day] = frozenset({Day.SATURDAY, Day.SUNDAY})


class Tier(_Strict):
    """A loyal customer: from so many visits on, or by name."""

    label: Label
    visits: int = Field(ge=1, le=1000)
    percent: Percent


class Discounts(_Strict):
    """What comes off. `best` gives the largest one; `all` takes each from what is left."""

    combine: Literal["best", "all"] = "best"
    loyalty: dict[Name, Tier] = {}
    referral: Percent | None = None
    first_time: Percent | None = None


class Rounding(_Strict):
    """To which step the price is rounded, and which way."""

    step: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)] = Decimal(1)
    mode: Literal["nearest", "up", "down"] = "nearest"


class Pricing(_Strict):
    source: Literal["engine", "platform"] = "engine"
    valid_days: int = Field(7, ge=1, le=366)
    repairs: dict[RepairType, Repair]
    complexity: dict[Name, Choice] = {}
    part_grades: dict[Name, Choice] = {}
    ages: list[Age] = []
    brands: dict[Slug, Factor] = {}
    urgency: dict[Urgency, Factor]
    weekend: Weekend = Weekend()
    discounts: Discounts = Discounts()
    rounding: Rounding = Rounding()
    minimum: Pounds = Decimal(0)
    maximum: Pounds | None = None

    @field_validator("repairs")
    @classmethod
    def every_repair(cls, repairs: dict[RepairType, Repair]) -> dict[RepairType, Repair]:
        missing = [kind for kind in RepairType if kind not in repairs]
        if missing:
            raise ValueError(f"{missing[0]} has no base price")
        return repairs

    @field_validator("ages")
    @classmethod
    def ages_rise(cls, ages: list[Age]) -> list[Age]:
        if any(one.years >= other.years for one, other in pairwise(ages)):
            raise ValueError("the years must rise from one line to the next")
        return ages

    @field_validator("urgency")
    @classmethod
    def sooner_costs_no_less(cls, urgency: dict[Urgency, Factor]) -> dict[Urgency, Factor]:
        missing = [level for level in Urgency if level not in urgency]
        if missing:
            raise ValueError(f"say a factor for {missing[0]}")
        if any(urgency[one] > urgency[other] for one, other in pairwise(Urgency)):
            raise ValueError("sooner must never cost less than later")
        return urgency

    @field_validator("minimum", "maximum")
    @classmethod
    def bounds_meet_rounding(cls, bound: Decimal | None, info: ValidationInfo) -> Decimal | None:
        """Else a price rounded to the step could fall below the minimum."""
        rounding, minimum = info.data.get("rounding"), info.data.get("minimum")
        if bound is None or rounding is None:
            return bound
        if bound % rounding.step:
            raise ValueError(f"not a multiple of the {rounding.step} that prices are rounded to")
        if minimum is not None and bound < minimum:
            raise ValueError("the maximum is below the minimum")
        return bound


pricing_config = declare("pricing", Pricing)
