"""SQL and Python give the same answer, on whatever data."""

import json

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from crm.criteria import compiling, judging
from crm.criteria.asking import matches, matching, values
from crm.criteria.evidence import recorded
from crm.criteria.folding import folded
from crm.criteria.judging import evaluate
from crm.criteria.kinds import Kind
from crm.criteria.operators import OPERATORS, suiting
from crm.criteria.parsing import parse
from crm.criteria.periods import When
from crm.criteria.tests import random_data
from crm.criteria.tests.specimen import Specimen

pytestmark = pytest.mark.django_db
thorough = settings(max_examples=400, deadline=None, derandomize=True, database=None)


def answers(condition, when):
    """Who matches by SQL, and who by Python: fresh values and values out of a record."""
    pks = list(Specimen.objects.values_list("pk", flat=True))
    by_sql = set(matching(condition, when=when).values_list("pk", flat=True))
    fresh = values("specimen", condition.facts, pks)
    kept = {pk: json.loads(json.dumps(recorded(found))) for pk, found in fresh.items()}
    by_python = {pk for pk, found in fresh.items() if evaluate(condition, found, when)}
    by_record = {pk for pk, found in kept.items() if evaluate(condition, found, when)}
    return by_sql, by_python, by_record


@thorough
@given(
    st.lists(random_data.rows, min_size=1, max_size=6), random_data.conditions, random_data.whens
)
def test_sql_and_python_agree(rows, raw, when):
    condition = parse(raw, subject="specimen")
    with transaction.atomic():
        Specimen.objects.bulk_create(Specimen(**row) for row in rows)
        by_sql, by_python, by_record = answers(condition, when)
        transaction.set_rollback(True)
    assert by_sql == by_python == by_record


@thorough
@given(
    st.lists(random_data.rows, min_size=1, max_size=4), random_data.conditions, random_data.whens
)
def test_a_condition_or_its_negation_holds_but_never_both(rows, raw, when):
    with transaction.atomic():
        everyone = {row.pk for row in Specimen.objects.bulk_create(Specimen(**row) for row in rows)}
        yes = set(matching(parse(raw, subject="specimen"), when=when).values_list("pk", flat=True))
        no = set(
            matching(parse({"not": raw}, subject="specimen"), when=when).values_list(
                "pk", flat=True
            )
        )
        transaction.set_rollback(True)
    assert yes | no == everyone
    assert yes & no == set()


@thorough
@given(st.lists(random_data.texts, min_size=1, max_size=20))
def test_text_is_folded_alike_by_python_and_the_database(texts):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(folded(t) ORDER BY n) FROM unnest(%s::text[]) WITH ORDINALITY u (t, n)",
            [texts],
        )
        assert cursor.fetchone()[0] == [folded(text) for text in texts]


def test_every_comparison_has_its_sql_and_its_python():
    for kind, sql, python in (
        (Kind.TEXT, compiling.PLAIN | compiling.TEXT, judging.PLAIN | judging.TEXT),
        (Kind.LIST, compiling.LIST, judging.LIST),
        (Kind.NUMBER, compiling.PLAIN, judging.PLAIN),
        (Kind.CHOICE, compiling.PLAIN, judging.PLAIN),
    ):
        needed = {operator.name for operator in suiting(kind)} - compiling.KNOWN.keys()
        assert needed <= sql.keys()
        assert needed <= python.keys()
    assert {name for kind in Kind for name in (o.name for o in suiting(kind))} == OPERATORS.keys()


def test_a_fact_nobody_recorded_is_not_taken_for_unknown():
    condition = parse({"fact": "whole", "op": "is_unknown"}, subject="specimen")
    assert evaluate(condition, {"whole": None}, When.now())
    with pytest.raises(KeyError, match="whole"):
        evaluate(condition, {}, When.now())


def test_one_subject_is_judged_without_the_others():
    Specimen.objects.create(pk=1, whole=5)
    Specimen.objects.create(pk=2, whole=6)
    condition = parse({"fact": "whole", "op": "is", "value": 5}, subject="specimen")
    assert matches(condition, 1)
    assert not matches(condition, 2)
    assert not matches(condition, 3)
