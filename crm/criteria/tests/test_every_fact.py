"""Whatever package registered it, a fact can be asked about in every way its kind allows."""

import pytest
from django.db import transaction

from crm.criteria import registry
from crm.criteria.asking import matching, values
from crm.criteria.kinds import Kind
from crm.criteria.operators import Takes, suiting
from crm.criteria.parsing import parse

SAMPLES = {
    Kind.WHOLE: 1,
    Kind.NUMBER: 1.5,
    Kind.TEXT: "a",
    Kind.CHOICE: "a",
    Kind.LIST: "a",
    Kind.BOOLEAN: True,
    Kind.DATE: "2026-03-29",
    Kind.MOMENT: "2026-03-29T09:00:00Z",
    Kind.ID: "00000000-0000-0000-0000-000000000001",
}
FACTS = [
    (subject, fact)
    for subject, known in registry._facts.items()
    for fact in known.values()
    if subject in registry._models
]


def ways(fact):
    """One condition for each comparison that suits the fact."""
    one = next(iter(fact.labels() or [SAMPLES[fact.kind]]))
    shapes = {Takes.ONE: one, Takes.MANY: [one], Takes.PAIR: [one, one], Takes.PERIOD: {"days": 1}}
    for operator in suiting(fact.kind):
        value = {} if operator.takes == Takes.NOTHING else {"value": shapes[operator.takes]}
        yield {"fact": fact.name, "op": operator.name} | value


@pytest.mark.django_db
@pytest.mark.parametrize(("subject", "fact"), FACTS, ids=lambda part: getattr(part, "name", part))
def test_the_database_understands_every_question_about_it(subject, fact):
    for raw in ways(fact):
        with transaction.atomic():
            assert matching(parse(raw, subject=subject)).explain()
    assert values(subject, [fact.name], []) == {}
