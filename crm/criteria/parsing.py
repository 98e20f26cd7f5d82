"""From JSON to a condition, telling every mistake with the path that leads to it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from crm.criteria import operands
from crm.criteria.grammar import All, AnyOf, Comparison, Condition, Node, Not
from crm.criteria.kinds import NAMES
from crm.criteria.operators import OPERATORS, Operator, Takes, suiting
from crm.criteria.problems import InvalidCondition, Problem, Unfit, shown
from crm.criteria.registry import Fact, facts, nearest

MAX_DEPTH = 10
MAX_NODES = 200
MAX_PROBLEMS = 20
KEYS = ("fact", "op", "value")


def parse(raw: object, *, subject: str) -> Condition:
    """The condition about `subject` that `raw` (parsed JSON or YAML) states.

    Raises `InvalidCondition`, which lists every mistake found.
    """
    reader = _Reader(facts(subject))
    root = reader.node(raw, "", 1)
    if root is None or reader.problems:
        raise InvalidCondition(reader.problems)
    return Condition(subject, root)


class _Reader:
    """One reading: what may be asked about, and what was wrong so far."""

    def __init__(self, known: dict[str, Fact]) -> None:
        self.known = known
        self.problems: list[Problem] = []
        self.nodes = 0

    def wrong(self, path: str, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(path, message))

    def node(self, raw: object, path: str, depth: int) -> Node | None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            if self.nodes == MAX_NODES + 1:
                self.wrong("", _("has more than %s parts") % MAX_NODES)
            return None
        if depth > MAX_DEPTH:
            self.wrong(path, _("is nested deeper than %s levels") % MAX_DEPTH)
            return None
        if not isinstance(raw, dict):
            self.wrong(path, _("must be an object with “all”, “any”, “not” or “fact”"))
            return None
        return self._group(raw, path, depth) if "fact" not in raw else self._comparison(raw, path)

    def _group(self, raw: dict[Any, Any], path: str, depth: int) -> Node | None:
        if len(raw) != 1 or (word := next(iter(raw))) not in {"all", "any", "not"}:
            self.wrong(path, _("must hold exactly one of “all”, “any”, “not”, or else a “fact”"))
            return None
        inside = f"{path}.{word}" if path else word
        if word == "not":
            part = self.node(raw[word], inside, depth + 1)
            return None if part is None else Not(part)
        parts = self._parts(raw[word], inside, depth)
        if word == "any" and not raw[word]:
            self.wrong(inside, _("must hold at least one condition, or nobody can match"))
        return All(parts) if word == "all" else AnyOf(parts)

    def _parts(self, raw: object, path: str, depth: int) -> tuple[Node, ...]:
        if not isinstance(raw, list | tuple):
            self.wrong(path, _("must be a list of conditions"))
            return ()
        found = (
            self.node(item, f"{path}[{index}]", depth + 1)
            for index, item in enumerate(raw[: MAX_NODES + 1])
        )
        return tuple(node for node in found if node is not None)

    def _comparison(self, raw: dict[Any, Any], path: str) -> Comparison | None:
        for key in raw:
            if key not in KEYS:
                self.wrong(path, _("has no place for %s") % shown(key) + _hint(key, KEYS))
        prefix = f"{path}." if path else ""
        fact = self._fact(raw["fact"], f"{prefix}fact")
        operator = self._operator(raw.get("op"), fact, f"{prefix}op")
        if fact is None or operator is None:
            return None
        return self._with_value(raw, fact, operator, prefix)

    def _fact(self, name: object, path: str) -> Fact | None:
        if not isinstance(name, str):
            self.wrong(path, _("must be the name of a fact"))
            return None
        if name in self.known:
            return self.known[name]
        self.wrong(path, _("there is no fact %s") % shown(name) + _hint(name, self.known))
        return None

    def _operator(self, name: object, fact: Fact | None, path: str) -> Operator | None:
        if not isinstance(name, str):
            self.wrong(path, _("must be the name of a comparison"))
            return None
        if name not in OPERATORS:
            self.wrong(path, _("there is no comparison %s") % shown(name) + _hint(name, OPERATORS))
            return None
        if fact is None or fact.kind in OPERATORS[name].kinds:
            return OPERATORS[name]
        suits = ", ".join(operator.name for operator in suiting(fact.kind))
        about = {"fact": fact.name, "kind": NAMES[fact.kind], "op": name, "suits": suits}
        self.wrong(path, _("%(fact)s is %(kind)s, so %(op)s does not fit; use %(suits)s") % about)
        return None

    def _with_value(
        self, raw: dict[Any, Any], fact: Fact, operator: Operator, prefix: str
    ) -> Comparison | None:
        if (operator.takes == Takes.NOTHING) == ("value" in raw):
            needs = _("must be left out") if "value" in raw else _("is missing")
            self.wrong(f"{prefix}value", needs)
            return None
        try:
            return Comparison(fact, operator, operands.read(raw.get("value"), fact, operator))
        except Unfit as error:
            self.wrong(f"{prefix}value{error.inside}", error.message)
            return None


def _hint(name: object, among: Iterable[str]) -> str:
    guess = nearest(name, among) if isinstance(name, str) else None
    return _("; did you mean %s?") % guess if guess else ""
