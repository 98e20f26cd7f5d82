"""How moments, money and free JSON look on the wire, coming in and going out.

JSON Schema's words and Pydantic's habits differ (a number passes for a moment, a string for
a number); here the stricter reading wins, so that the API's document is true.
"""

import json
import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StrictFloat,
    StringConstraints,
    model_validator,
)

from crm.lib.schema import In

MOST_POUNDS = 99_999_999.99
DEEPEST = 5
MOST_KEYS = 50
LONGEST = 16_000
_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEARS = range(1900, 2201)


def written(moment: datetime) -> str:
    """`2026-11-22T09:30:00.000000Z`: UTC, always to the microsecond, as in `sql_json`."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(value: Any) -> Any:
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError("write a moment with its zone, like 2026-11-22T09:30:00Z")
    return value


def _day(value: Any) -> Any:
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("write a day like 2026-11-22")
    return value


def _in_our_time(value: Any) -> Any:
    if value.year not in _YEARS:
        raise ValueError("choose a year from 1900 to 2200")
    return value


def _in_utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _to_pence(value: float) -> Decimal:
    return Decimal(str(value)).quantize(Decimal("0.01"), ROUND_HALF_UP)


Moment = Annotated[datetime, PlainSerializer(written, return_type=str)]
Money = Annotated[Decimal, PlainSerializer(float, return_type=float)]
MomentIn = Annotated[
    AwareDatetime, BeforeValidator(_moment), AfterValidator(_in_our_time), AfterValidator(_in_utc)
]
DayIn = Annotated[date, BeforeValidator(_day), AfterValidator(_in_our_time)]
MoneyIn = Annotated[StrictFloat, Field(ge=0, le=MOST_POUNDS), AfterValidator(_to_pence)]
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]


class Open(In):
    """Base of JSON columns: the keys we know are typed, others are kept within bounds."""

    model_config = ConfigDict(extra="allow", json_schema_extra={"maxProperties": MOST_KEYS})

    @model_validator(mode="before")
    @classmethod
    def within_bounds(cls, value: Any) -> Any:
        if isinstance(value, dict):
            if len(value) > MOST_KEYS or len(json.dumps(value)) > LONGEST:
                raise ValueError(
                    f"holds more than {MOST_KEYS} keys or {LONGEST} characters of JSON"
                )
            if _depth(value) > DEEPEST:
                raise ValueError(f"is nested deeper than {DEEPEST} levels")
        return value

    def kept(self) -> dict[str, Any]:
        """What was sent, and nothing that was not, ready for a JSON column."""
        return self.model_dump(mode="json", exclude_unset=True, exclude_none=True)


def _depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
