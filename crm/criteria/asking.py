"""Asking the database: who matches, how many, does this one, and on what evidence."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from crm.criteria.compiling import predicate
from crm.criteria.grammar import Condition
from crm.criteria.periods import When
from crm.criteria.registry import facts, rows

MOST = 10_000
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Preview:
    """How many match. Counting stops at `MOST`; `is_capped` says that there are more."""

    count: int
    is_capped: bool

    def __str__(self) -> str:
        return f"{self.count:,}+" if self.is_capped else f"{self.count:,}"


def matching(condition: Condition, *, among: Rows | None = None, when: When | None = None) -> Rows:
    """The rows that match, of all the subject's or of those `among` holds."""
    found = rows(condition.subject) if among is None else among
    return found.filter(predicate(condition, when))


def matches(condition: Condition, pk: UUID, *, when: When | None = None) -> bool:
    """Whether this one subject matches now, without looking at any other."""
    return matching(condition, when=when).filter(pk=pk).exists()


def preview(
    condition: Condition, *, among: Rows | None = None, when: When | None = None
) -> Preview:
    """How many match, counted no further than a person needs."""
    found = matching(condition, among=among, when=when).order_by()[: MOST + 1].count()
    return Preview(min(found, MOST), found > MOST)


def select(condition: Condition, *, when: When | None = None) -> tuple[str, Sequence[Any]]:
    """SQL and parameters that yield the ids of all who match, for INSERT ... SELECT."""
    found = matching(condition, when=when).order_by().values("pk")
    sql, params = found.query.sql_with_params()
    return sql, params


def values(subject: str, names: Iterable[str], pks: Iterable[UUID]) -> dict[UUID, dict[str, Any]]:
    """The facts called `names` of these subjects, in one query: the evidence of a decision.

    A subject that does not exist is left out.
    """
    known = facts(subject)
    asked = {name: known[name].expression for name in names}
    found = rows(subject).filter(pk__in=list(pks)).order_by().values_list("pk", *asked.values())
    return {pk: dict(zip(asked, answers, strict=True)) for pk, *answers in found}
