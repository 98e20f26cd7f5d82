"""The facts that conditions may ask about, as the packages that own them declare them.

A package's `facts.py` calls `register("lead", Fact(...), ...)`; the owner of the rows also
says `declare("lead", Lead)`, once.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from django.db.models import F, Model, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from crm.criteria.kinds import Kind
from crm.criteria.problems import shown

Label = str | Promise  # gettext_lazy's promises become text when they are read
Choices = Iterable[tuple[str, Label]]


@dataclass(frozen=True, slots=True, eq=False)
class Fact:
    """Something known, or not, about each subject.

    `source` is a path to a column (`"lead_score"`, or over to-one relations
    `"branch__name"`), a Django expression, or `Sql(...)`; NULL means unknown. `unit` is
    written after the number, or before it when it is a currency sign. `choices` gives the
    values a choice, list or reference may have, with their labels. `folded` is a stored
    column already in the form of `folding.folded`, which spares text the work and can use
    an index.
    """

    name: str
    kind: Kind
    label: Label
    source: str | Combinable
    unit: str = ""
    choices: Choices | Callable[[], Choices] | None = None
    folded: str | None = None

    @property
    def expression(self) -> Combinable:
        return F(self.source) if isinstance(self.source, str) else self.source

    def labels(self) -> dict[str, str] | None:
        """Label by value, or None when any value will do."""
        if self.choices is None:
            return None
        choices = self.choices() if callable(self.choices) else self.choices
        return {str(value): str(label) for value, label in choices}


_facts: dict[str, dict[str, Fact]] = {}
_models: dict[str, type[Model]] = {}


def declare(subject: str, model: type[Model]) -> None:
    """Say which rows `subject` means."""
    if _models.setdefault(subject, model) is not model:
        raise RuntimeError(f"The subject {subject} is declared twice.")
    for fact in _facts.get(subject, {}).values():
        _check_source(fact, model)


def register(subject: str, *facts: Fact) -> None:
    """Offer `facts` to every condition about `subject`."""
    known = _facts.setdefault(subject, {})
    for fact in facts:
        if fact.name in known:
            raise RuntimeError(f"The fact {fact.name} of {subject} is registered twice.")
        if subject in _models:
            _check_source(fact, _models[subject])
        known[fact.name] = fact


def facts(subject: str) -> dict[str, Fact]:
    """Every fact of `subject`, by name."""
    if subject not in _facts:
        raise LookupError(f"Nobody registered facts about {shown(subject)}.")
    return dict(sorted(_facts[subject].items()))


def rows(subject: str) -> QuerySet[Model]:
    """All the rows of `subject`, for whoever does not narrow them."""
    return _models[subject]._default_manager.all()  # noqa: SLF001 - Django's documented door


def _check_source(fact: Fact, model: type[Model]) -> None:
    """Stop the start when a path leads nowhere, or to many rows, which would double subjects."""
    steps = fact.source.split("__") if isinstance(fact.source, str) else []
    for step in steps:
        field = model._meta.get_field(step)  # noqa: SLF001 - Django's documented door
        if field.one_to_many or field.many_to_many:
            raise RuntimeError(f"The fact {fact.name} follows {step} to many rows; use Sql(...).")
        if field.related_model:
            model = field.related_model
        elif step != steps[-1]:
            raise RuntimeError(
                f"The fact {fact.name} goes on after the column {step}; use KT(...)."
            )


def nearest(name: str, among: Iterable[str]) -> str | None:
    """The name that was probably meant, whatever its case."""
    by_case = {known.lower(): known for known in among}
    found = get_close_matches(name[:100].lower(), by_case, n=1, cutoff=0.6)
    return by_case[found[0]] if found else None
