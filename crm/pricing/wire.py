"""How questions, prices and quotes look in JSON."""

from typing import Annotated, Any
from uuid import UUID

from django.db.models import QuerySet
from pydantic import Field, StrictBool, StrictInt

from crm.lib.paging import PageAsked
from crm.lib.schema import In, Out
from crm.lib.wire import DayIn, Line, Moment, MomentIn, Money
from crm.pricing.asked import LONGEST, Asked, RepairType, Urgency
from crm.pricing.models import PriceQuote

Words = Annotated[Line, Field(max_length=LONGEST)]
Number = Annotated[StrictInt, Field(ge=0, le=1000)]


class AskedIn(In):
    """What a price is asked for. What is left out makes no difference to it."""

    repair_type: RepairType
    category: Words = Field("", examples=["iphone"])
    brand: Words = Field("", examples=["Apple"])
    model: Words = Field("", examples=["iPhone 13"])
    device_year: Annotated[StrictInt, Field(ge=1980, le=2100)] | None = None
    urgency: Urgency = Urgency.STANDARD
    complexity: Words = Field("", description="a name of `complexity` in pricing.yaml")
    part_grade: Words = Field("", description="a name of `part_grades` in pricing.yaml")
    on: DayIn | None = Field(default=None, description="the day of the work; today unless given")
    loyalty_tier: Words = Field("", description="a name of `discounts.loyalty` in pricing.yaml")
    visits: Number | None = Field(default=None, description="jobs before this one; 0 is the first")
    referred: StrictBool = False
    external_device_id: Words = Field("", description="the device's id on the platform")

    def asked(self) -> Asked:
        values = {name: getattr(self, name) for name in AskedIn.model_fields}
        return Asked(
            **values | {"repair_type": str(self.repair_type), "urgency": str(self.urgency)}
        )


class QuoteIn(AskedIn):
    """A price to be given and kept."""

    customer_id: UUID | None = None
    branch_id: UUID | None = Field(
        default=None, description="the caller's home branch unless given"
    )


class LineOut(Out):
    """One step. Amounts add up to the total exactly."""

    kind: str = Field(examples=["base", "urgency", "rounding"])
    amount: Money
    subtotal: Money
    factor: float | None = Field(description="when the step is a multiplication")
    detail: str = Field(description="the word of the rule, such as `Original part`")


class PriceOut(Out):
    """A price and its reasons; VAT is inside the total."""

    source: PriceQuote.Source
    lines: list[LineOut]
    net: Money
    vat: Money
    vat_rate: float
    total: Money
    config_version: str = Field(description="names the content of pricing.yaml")
    valid_until: Moment


class QuoteOut(PriceOut):
    """A price that was given."""

    id: UUID
    branch_id: UUID
    customer_id: UUID | None
    repair_type: RepairType
    device: str
    inputs: dict[str, Any] = Field(description="what was asked")
    created_at: Moment
    created_by: UUID = Field(alias="created_by_id")


class QuotePage(Out):
    """One page. The total is counted on the first page only, and no further than 10,000."""

    items: list[QuoteOut]
    next_cursor: str | None
    total: int | None
    total_is_capped: bool | None


class AgainOut(Out):
    """What rules say to the same question: null with a `problem` when they cannot be asked."""

    is_same: bool | None
    problem: str
    lines: list[LineOut] | None
    net: Money | None
    vat: Money | None
    total: Money | None


class ReplayOut(Out):
    """The price as given, by the rules of then, and by those in force now."""

    quote: QuoteOut
    then: AgainOut
    now: AgainOut


class QuotesAsked(PageAsked):
    """Filters are combined with "and"."""

    customer_id: UUID | None = None
    created_from: MomentIn | None = None
    created_before: MomentIn | None = None

    def of(self, quotes: "QuerySet[PriceQuote]") -> "QuerySet[PriceQuote]":
        if self.customer_id:
            quotes = quotes.filter(customer_id=self.customer_id)
        if self.created_from:
            quotes = quotes.filter(created_at__gte=self.created_from)
        if self.created_before:
            quotes = quotes.filter(created_at__lt=self.created_before)
        return quotes
