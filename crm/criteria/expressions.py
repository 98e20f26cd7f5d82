"""The pieces of SQL a predicate is made of, as Django expressions.

They stay expressions, not text, so that Django resolves columns, joins and aliases, and a
predicate works in `.filter(...)`, in a subquery and in raw SQL alike.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import BooleanField, Expression, Field
from django.db.models.expressions import Combinable
from django.db.models.sql.compiler import SQLCompiler

Compiled = tuple[str, tuple[Any, ...]]


class Sql(Expression):
    """A scalar in SQL over the subject's row, whose table is written `{subject}`.

    Owners write it in `facts.py`: `Sql("(SELECT count(*) FROM calls c WHERE c.lead_id =
    {subject}.id)")`. It is code, never input; a literal percent sign is written `%%`.
    """

    def __init__(self, template: str) -> None:
        if "{subject}" not in template:
            raise ValueError("Write {subject} for the row's table: its name changes in subqueries.")
        super().__init__(output_field=Field())
        self.template = template

    def as_sql(self, compiler: SQLCompiler, connection: object) -> Compiled:  # noqa: ARG002 - Django's signature
        # Asked only now, because Django renames the table when the query becomes a subquery.
        alias = compiler.query.get_initial_alias()
        return self.template.replace("{subject}", compiler.quote_name_unless_alias(alias)), ()


class Predicate(Expression):
    """True, false or NULL; whoever asks counts NULL as false."""

    operands: tuple[object, ...] = ()

    def __init__(self, *parts: Combinable) -> None:
        super().__init__(output_field=BooleanField())
        self.parts: list[Any] = list(parts)

    def get_source_expressions(self) -> list[Any]:
        return self.parts

    def set_source_expressions(self, exprs: Sequence[Any]) -> None:
        self.parts = list(exprs)

    def as_sql(self, compiler: SQLCompiler, connection: object) -> Compiled:  # noqa: ARG002 - Django's signature
        pieces: list[str] = []
        params: list[Any] = []
        for part in self.parts:
            sql, own = compiler.compile(part)
            pieces.append(sql)
            params += own
        return self._written(pieces), (*params, *self.operands)

    def _written(self, pieces: list[str]) -> str:
        raise NotImplementedError


class Compared(Predicate):
    """One comparison: `template` with the fact's SQL for `{fact}` and `%s` per operand."""

    def __init__(self, template: str, fact: Combinable, *operands: object) -> None:
        super().__init__(fact)
        self.template = template
        self.operands = operands

    def _written(self, pieces: list[str]) -> str:
        return self.template.replace("{fact}", pieces[0])


class Joined(Predicate):
    """Predicates side by side, with AND or OR between them; none at all are true of every row."""

    def __init__(self, word: str, *parts: Predicate) -> None:
        super().__init__(*parts)
        self.word = word

    def _written(self, pieces: list[str]) -> str:
        return f"({f' {self.word} '.join(pieces)})" if pieces else "TRUE"


class NotTrue(Predicate):
    """True where the inside is false or NULL, which is what makes the grammar two-valued."""

    def _written(self, pieces: list[str]) -> str:
        return f"(({pieces[0]}) IS NOT TRUE)"
