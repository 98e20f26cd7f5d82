"""What a condition is once it has been read: a small tree, checked and bound to its facts.

Every comparison with an unknown value is false, and `not` of it is true: two values, never
three. `{"fact": "source", "op": "is_not", "value": "PHONE"}` therefore asks for a *known*
other source, and `{"not": {... "is" ...}}` lets the unknown in as well.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeAlias
from uuid import UUID

from crm.criteria.operators import Operator
from crm.criteria.periods import Period
from crm.criteria.registry import Fact

Scalar: TypeAlias = bool | int | Decimal | str | date | UUID
Operand: TypeAlias = Scalar | tuple[Scalar, ...] | Period | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """One question about one fact."""

    fact: Fact
    operator: Operator
    operand: Operand


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds. With no parts it holds of everyone."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold, because it is false or because the value is unknown."""

    part: "Node"


Node: TypeAlias = Comparison | All | AnyOf | Not


@dataclass(frozen=True, slots=True)
class Condition:
    """A question that every row of `subject` answers with yes or no."""

    subject: str
    root: Node

    @property
    def facts(self) -> list[str]:
        """The names of the facts it asks about, each once."""
        return sorted({comparison.fact.name for comparison in _comparisons(self.root)})


def _comparisons(node: Node) -> Iterator[Comparison]:
    match node:
        case Comparison():
            yield node
        case Not(part):
            yield from _comparisons(part)
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from _comparisons(part)
