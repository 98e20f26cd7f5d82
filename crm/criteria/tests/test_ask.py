"""Previews, evidence and raw SQL."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Case, IntegerField, Value
from django.db.models import When as Whenever

from crm.criteria import asking
from crm.criteria.asking import matching, preview, select, values
from crm.criteria.compiling import predicate
from crm.criteria.evidence import recorded
from crm.criteria.parsing import parse
from crm.criteria.tests.specimen import Box, Specimen

pytestmark = pytest.mark.django_db
RED = {"fact": "colour", "op": "is", "value": "RED"}


def test_a_preview_counts_only_as_far_as_a_person_needs(monkeypatch):
    monkeypatch.setattr(asking, "MOST", 2)
    Specimen.objects.bulk_create(Specimen(colour="RED", whole=n) for n in range(3))
    everyone = preview(parse(RED, subject="specimen"))
    assert (everyone.count, everyone.is_capped, str(everyone)) == (2, True, "2+")
    some = preview(parse(RED, subject="specimen"), among=Specimen.objects.filter(whole__lt=2))
    assert (some.count, some.is_capped, str(some)) == (2, False, "2")


def test_the_selection_can_feed_an_insert():
    Specimen.objects.create(pk=1, colour="RED")
    Specimen.objects.create(pk=2, colour="BLUE")
    within = {"fact": "moment", "op": "is_unknown"}
    sql, params = select(parse({"all": [RED, within]}, subject="specimen"))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO specimens (whole) SELECT pk FROM ({sql}) s (pk)", params)
    assert list(Specimen.objects.filter(whole__isnull=False).values_list("whole", flat=True)) == [1]


def test_evidence_is_read_in_one_query_and_kept_exactly(django_assert_num_queries):
    box = Box.objects.create(label="Café")
    Specimen.objects.create(
        pk=1, whole=5, number=Decimal("0.1"), tags=["a", None], day=date(2026, 3, 29),
        moment=datetime(2026, 3, 29, 1, 0, 0, 1, tzinfo=UTC), key=UUID(int=1), box=box, colour="RED",
    )  # fmt: skip
    names = ["whole", "number", "text", "tags", "day", "moment", "key", "box_label", "same_colour"]
    with django_assert_num_queries(1):
        found = values("specimen", names, [1, 99])
    assert list(found) == [1]
    assert recorded(found[1]) == {
        "whole": 5,
        "number": "0.1000000000",
        "text": None,
        "tags": ["a"],
        "day": "2026-03-29",
        "moment": "2026-03-29T01:00:00.000001+00:00",
        "key": "00000000-0000-0000-0000-000000000001",
        "box_label": "Café",
        "same_colour": 1,
    }


def test_a_predicate_can_weigh_every_row_at_once():
    Specimen.objects.create(pk=1, colour="RED")
    Specimen.objects.create(pk=2)
    weight = Case(
        Whenever(predicate(parse(RED, subject="specimen")), then=Value(25)),
        default=Value(0),
        output_field=IntegerField(),
    )
    found = Specimen.objects.annotate(weight=weight).order_by("pk")
    assert list(found.values_list("pk", "weight")) == [(1, 25), (2, 0)]


def test_an_update_can_be_narrowed_by_a_condition():
    Specimen.objects.create(pk=1, colour="RED")
    Specimen.objects.create(pk=2, colour="RED")
    Specimen.objects.create(pk=3, colour="BLUE")
    twins = parse({"fact": "same_colour", "op": "is", "value": 2}, subject="specimen")
    assert matching(twins).update(whole=1) == 2
