from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crm import activity
from crm.activity.models import Event
from crm.activity.tests.make import Somebody, thing
from crm.activity.timeline import MOST, timeline
from crm.lib.ids import uuid7
from crm.lib.refusal import Refusal

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
OLGA = Somebody()


def told(verb="config.accepted", minutes=0, **where):
    """An event `minutes` after noon."""
    event = activity.record(
        verb, about=where.pop("about", None) or thing(), by=OLGA, name="pricing", **where
    )
    Event.objects.filter(pk=event.pk).update(at=NOON + timedelta(minutes=minutes))
    return event.pk


def keys(story):
    return [entry.event.pk for entry in story.entries]


def test_it_tells_of_the_subject_its_parts_and_the_customer_newest_first():
    subject, customer = thing(), uuid7()
    about = told(about=subject, minutes=1)
    part = told(part_of=subject, minutes=3)
    concerns = told(customer=customer, minutes=2)
    told()  # of something else
    both = told(about=subject, customer=customer, minutes=4)
    story = timeline([("configversion", subject.pk)], [customer], OLGA)
    assert keys(story) == [both, part, concerns, about]
    assert story.older is None


def test_an_entry_is_a_sentence_with_who_and_when():
    subject = thing()
    told(about=subject)
    [entry] = timeline([("configversion", subject.pk)], [], OLGA).entries
    assert entry.sentence == "A new version of the pricing configuration is in use"
    assert (entry.kind, entry.by, entry.at) == ("config", "Olga", NOON)


def test_a_verb_nobody_knows_any_more_is_still_told():
    subject = thing()
    told("test.forgotten", about=subject)
    [entry] = timeline([("configversion", subject.pk)], [], OLGA).entries
    assert entry.sentence == "Olga: test.forgotten"


def test_what_people_typed_cannot_become_markup():
    subject = thing()
    activity.record("config.accepted", about=subject, by=OLGA, name="<script>")
    [entry] = timeline([("configversion", subject.pk)], [], OLGA).entries
    assert "&lt;script&gt;" in entry.sentence


def test_another_branch_is_not_told():
    here, there, customer = uuid7(), uuid7(), uuid7()
    tess = Somebody("Tess", sees_all_branches=False, branch_ids=frozenset({here}))
    ours = told(customer=customer, branch=here)
    told(customer=customer, branch=there)
    everybodys = told(customer=customer, minutes=1)
    assert keys(timeline([], [customer], tess)) == [everybodys, ours]
    assert len(timeline([], [customer], OLGA).entries) == 3


def test_only_the_kinds_asked_for():
    customer = uuid7()
    told(customer=customer)
    replayed = told("activity.replayed", customer=customer)
    assert keys(timeline([], [customer], OLGA, kinds=["activity"])) == [replayed]
    assert keys(timeline([], [customer], OLGA, kinds=["act"])) == []


def test_pages_join_without_gap_or_repeat_even_within_one_moment():
    customer = uuid7()
    events = [told(customer=customer, minutes=n // 3) for n in range(10)]
    seen, before = [], None
    while True:
        story = timeline([], [customer], OLGA, limit=4, before=before)
        seen += keys(story)
        before = story.older
        if before is None:
            break
    assert seen == events[::-1]


def test_a_made_up_cursor_is_refused():
    with pytest.raises(Refusal) as refused:
        timeline([], [uuid7()], OLGA, before="nonsense")
    assert (refused.value.status, refused.value.field) == (422, "before")


def test_no_subject_is_an_empty_story():
    assert timeline([], [], OLGA).entries == []


def test_it_is_never_longer_than_fifty():
    customer = uuid7()
    for _ in range(MOST + 5):
        told(customer=customer)
    assert len(timeline([], [customer], OLGA, limit=10**30).entries) == 50


@pytest.mark.parametrize("length", [1, 10, 100])
def test_two_statements_however_long_the_story(length):
    subject, customer = thing(), uuid7()
    for _ in range(length):
        told(about=subject, customer=customer)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        timeline([("configversion", subject.pk)], [customer], OLGA)
    assert len(queries) == 2
