"""Values of facts as they are kept: what a decision was based on, exact and in plain JSON."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from crm.criteria.kinds import Kind
from crm.criteria.registry import Fact

Plain = bool | int | str | list[str] | None


def recorded(values: Mapping[str, Any]) -> dict[str, Plain]:
    """`values` for a JSON column: numbers with a fraction and times as text, losing nothing."""
    return {name: _plain(value) for name, value in values.items()}


def typed(fact: Fact, value: Any) -> Any:
    """The value of `fact` as Python compares it, whether fresh or out of a record."""
    return None if value is None else _TYPES[fact.kind](value)


def _plain(value: Any) -> Plain:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [item for item in value if item is not None]
    if value is None or isinstance(value, bool | int | str):
        return value
    return str(value)


def _number(value: Any) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(str(value))


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value: Any) -> datetime:
    return datetime.fromisoformat(value) if isinstance(value, str) else value


_TYPES: dict[Kind, Callable[[Any], Any]] = {
    Kind.WHOLE: int,
    Kind.NUMBER: _number,
    Kind.TEXT: str,
    Kind.CHOICE: str,
    Kind.LIST: list,
    Kind.BOOLEAN: bool,
    Kind.DATE: _day,
    Kind.MOMENT: _moment,
    Kind.ID: lambda value: value if isinstance(value, UUID) else UUID(str(value)),
}
