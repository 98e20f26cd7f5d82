"""The model of `payments.yaml`: how money is taken, invoices are numbered and tills counted."""

from decimal import Decimal
from string import Formatter
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from crm.lib.config import declare

MoneyMethod = Literal["CASH", "CARD", "ONLINE_CARD", "BANK_TRANSFER", "PAYPAL", "OTHER"]


def _numbered(pattern: str) -> str:
    try:
        names = {name for _text, name, _spec, _conversion in Formatter().parse(pattern) if name}
        longest = pattern.format(number=10**9, branch="X" * 20)
    except (ValueError, KeyError, IndexError) as error:
        raise ValueError(f"cannot be filled in: {error}") from None
    if "number" not in names or names - {"number", "branch"}:
        raise ValueError("must hold {number}, and may hold {branch}")
    if len(longest) > 60:  # noqa: PLR2004 - the column's length
        raise ValueError("becomes longer than 60 characters")
    return pattern


Pattern = Annotated[str, AfterValidator(_numbered)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Numbering(_Strict):
    """One row of numbers for the business, or one for each branch; never a gap in any."""

    per: Literal["business", "branch"] = "business"
    invoice: Pattern = "INV-{number:05}"
    credit_note: Pattern = "CN-{number:05}"
    first_number: int = Field(1, ge=1, le=10**8)

    @model_validator(mode="after")
    def tells_branches_apart(self) -> "Numbering":
        if self.per == "branch" and not all("{branch" in one for one in self.patterns):
            raise ValueError("numbers per branch must hold {branch}, or two would be the same")
        if self.per == "business" and any("{branch" in one for one in self.patterns):
            raise ValueError("{branch} belongs to numbers per branch")
        return self

    @property
    def patterns(self) -> tuple[str, str]:
        return (self.invoice, self.credit_note)


class Seller(_Strict):
    """Who stands at the head of an invoice. Without a VAT number, none is charged on paper."""

    name: str = ""
    address: list[str] = []
    vat_number: str = ""
    company_number: str = ""
    bank_details: list[str] = []
    footer: str = ""


class CashUp(_Strict):
    """What is counted by hand when a day is closed, and what lay in the till before it."""

    counted: list[MoneyMethod] = ["CASH", "CARD"]
    float: Decimal = Field(Decimal(0), ge=0, le=10_000)


class Payments(_Strict):
    methods: Annotated[list[MoneyMethod], Field(min_length=1)]
    deposit_percent: int = Field(0, ge=0, le=100)
    numbering: Numbering = Numbering()
    seller: Seller = Seller()
    cash_up: CashUp = CashUp()


payments_config = declare("payments", Payments)
