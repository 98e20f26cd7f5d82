"""What a condition becomes in SQL, and which rows it finds."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from crm.criteria.asking import matching, select
from crm.criteria.parsing import parse
from crm.criteria.periods import When
from crm.criteria.tests.specimen import Box, Specimen

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def found(raw, when=None):
    return sorted(matching(parse(raw, subject="specimen"), when=when).values_list("pk", flat=True))


def where(raw, when=None):
    sql, params = select(parse(raw, subject="specimen"), when=when)
    return sql.split(" WHERE ")[1], list(params)


def ask(fact, op, *value):
    return {"fact": fact, "op": op} | ({"value": value[0]} if value else {})


def test_a_comparison_on_a_column_is_a_plain_comparison_on_that_column():
    assert where(ask("whole", "at_least", 80)) == ('"specimens"."whole" >= %s::bigint', [80])
    assert where(ask("colour", "is", "RED")) == ('"specimens"."colour" = %s::text', ["RED"])
    assert where(ask("tags", "contains_any", ["a", 'b"'])) == (
        '"specimens"."tags" && %s',
        ['{"a","b\\""}'],
    )


def test_parts_are_joined_and_nested():
    raw = {"all": [ask("whole", "at_least", 8), {"not": {"any": [ask("flag", "is", True)]}}]}
    assert where(raw) == (
        '("specimens"."whole" >= %s::bigint AND ((("specimens"."flag" = %s::boolean)) IS NOT TRUE))',
        [8, True],
    )


def test_an_unknown_value_fails_every_comparison_and_passes_its_negation():
    Specimen.objects.create(pk=1, whole=None)
    Specimen.objects.create(pk=2, whole=5)
    assert found(ask("whole", "is", 5)) == [2]
    assert found(ask("whole", "is_not", 7)) == [2]
    assert found({"not": ask("whole", "is", 5)}) == [1]
    assert found({"not": {"not": ask("whole", "is", 5)}}) == [2]


def test_text_is_found_whatever_its_case_and_accents():
    Specimen.objects.create(pk=1, text="Zoë’s  Straße 50%")
    Specimen.objects.create(pk=2, text="zoe 500")
    assert found(ask("text", "contains", "ZOE'S STRASSE")) == [1]
    assert found(ask("text", "contains", "50%")) == [1]
    assert found(ask("text", "starts_with", "zöe")) == [1, 2]


def test_a_stored_folded_form_spares_the_work():
    assert where(ask("indexed_text", "is", " Zoë ")) == (
        '"specimens"."plain_text" = %s::text',
        ["zoe"],
    )
    assert where(ask("text", "in", ["Ä", "b"])) == (
        'folded("specimens"."text") = ANY(%s::text[])',
        [["a", "b"]],
    )


def test_a_fact_of_another_table_is_joined_or_looked_up():
    box = Box.objects.create(label="Café")
    Specimen.objects.create(pk=1, box=box, colour="RED")
    Specimen.objects.create(pk=2, colour="RED")
    assert found(ask("box_label", "is", "cafe")) == [1]
    assert found({"not": ask("box_label", "is", "cafe")}) == [2]
    assert found(ask("same_colour", "at_least", 2)) == [1, 2]


def test_the_predicate_works_inside_a_subquery():
    Specimen.objects.create(pk=1, colour="RED")
    inner = matching(parse(ask("same_colour", "is", 1), subject="specimen"))
    outer = Specimen.objects.filter(pk__in=inner.values("pk"), colour="RED")
    assert list(outer.values_list("pk", flat=True)) == [1]


def test_a_day_is_the_shops_day():
    when = When(datetime(2026, 3, 30, 12, tzinfo=UTC), LONDON)
    raw = ask("moment", "between", ["2026-03-29", "2026-03-29"])
    assert where(raw, when)[1] == [
        datetime(2026, 3, 29, 0, tzinfo=UTC),
        datetime(2026, 3, 29, 23, tzinfo=UTC),
    ]


def test_days_ago_is_the_same_time_of_day_across_a_change_of_clocks():
    when = When(datetime(2026, 3, 30, 11, tzinfo=UTC), LONDON)
    assert where(ask("moment", "more_than_ago", {"days": 2}), when)[1] == [
        datetime(2026, 3, 28, 12, tzinfo=UTC)
    ]
    assert where(ask("moment", "more_than_ago", {"hours": 48}), when)[1] == [
        datetime(2026, 3, 28, 11, tzinfo=UTC)
    ]


@pytest.mark.parametrize(
    ("raw", "index"),
    [
        (ask("whole", "between", [5, 6]), "whole"),
        (ask("colour", "in", ["RED", "BLUE"]), "colour"),
        (ask("moment", "within_last", {"days": 30}), "moment"),
        (ask("indexed_text", "is", "Zoë"), "plain_text"),
        ({"all": [ask("whole", "at_least", 5), {"not": ask("flag", "is", True)}]}, "whole"),
    ],
)
def test_an_index_on_the_column_serves_the_condition(raw, index):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    plan = matching(parse(raw, subject="specimen")).explain()
    assert re.search(rf"Index Cond: \(+{index}\b", plan)
