from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from crm import activity
from crm.activity import wakeup
from crm.activity.log import DEEPEST, RunawayError
from crm.activity.models import Event
from crm.activity.tests.make import Somebody, happen, rolled_back, thing, within
from crm.lib.ids import uuid7


@pytest.mark.django_db
def test_an_event_says_who_did_what_about_what_and_where():
    olga, subject, customer, branch = Somebody(), thing(), uuid7(), uuid7()
    subject.branch_id = branch
    event = activity.record(
        "test.happened", about=subject, by=olga, customer=customer, reason="too slow"
    )
    event.refresh_from_db()
    assert (event.verb, event.about_type, event.about_id) == (
        "test.happened",
        "configversion",
        subject.pk,
    )
    assert (event.actor_id, event.actor_name) == (olga.pk, "Olga")
    assert (event.customer_id, event.branch_id) == (customer, branch)
    assert event.particulars == {"reason": "too slow"}
    assert (event.position, event.cause, event.depth) == (None, None, 0)


@pytest.mark.django_db
def test_particulars_may_hold_ids_and_money():
    identifier = UUID("01930000-0000-7000-8000-000000000000")
    [event] = happen(lead=identifier)
    event.refresh_from_db()
    assert event.particulars == {"number": 1, "lead": str(identifier)}


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_apart_from_its_change(recorded):
    with pytest.raises(TransactionManagementError, match="must be recorded with its change"):
        activity.record("test.happened", about=thing(), by=Somebody())
    assert recorded() == []


@pytest.mark.django_db
def test_a_verb_must_look_like_one():
    with pytest.raises(IntegrityError, match="activity_verb"), transaction.atomic():
        activity.record("Test Happened", about=thing(), by=Somebody())


@pytest.mark.django_db
def test_what_happens_within_names_its_cause(recorded):
    subject = thing()
    with within(
        "test.first", lambda e: activity.record("test.second", about=subject, by=Somebody())
    ):
        first = activity.record("test.first", about=subject, by=Somebody())
    second = Event.objects.get(verb="test.second")
    assert (second.cause, second.depth) == (first.id, 1)
    assert recorded() == ["test.first", "test.second"]


@pytest.mark.django_db
def test_what_fails_within_undoes_the_event_too(recorded):
    def refuse(event: Event) -> None:
        raise RuntimeError("half true")

    with within("test.first", refuse), pytest.raises(RuntimeError), transaction.atomic():
        activity.record("test.first", about=thing(), by=Somebody())
    assert recorded() == []


@pytest.mark.django_db
def test_an_echo_without_end_is_refused(recorded):
    def again(event: Event) -> None:
        activity.record("test.echo", about=thing(), by=Somebody())

    refused = pytest.raises(RunawayError, match="11 events away")
    with within("test.echo", again), refused, transaction.atomic():
        activity.record("test.echo", about=thing(), by=Somebody())
    assert recorded() == []
    assert DEEPEST == 10


ROWS = """
    SELECT id::uuid, particulars::jsonb FROM (VALUES
        ('0190a000-0000-7000-8000-000000000001', '{"row": 2}'),
        ('0190a000-0000-7000-8000-000000000002', NULL)
    ) AS r (id, particulars)
"""


@pytest.mark.django_db
def test_a_set_of_rows_is_an_event_each(recorded):
    olga, branch = Somebody(), uuid7()
    number = activity.record_rows("test.happened", ROWS, kind="customer", by=olga, branch=branch)
    first, second = recorded.events()
    assert number == 2
    assert first.about_id == first.customer_id == UUID("0190a000-0000-7000-8000-000000000001")
    assert (first.verb, first.about_type, first.particulars) == (
        "test.happened",
        "customer",
        {"row": 2},
    )
    assert (second.actor_id, second.branch_id, second.particulars) == (olga.pk, branch, {})
    assert (second.id.version, second.depth, second.cause) == (7, 0, None)
    assert second.seq > first.seq


@pytest.mark.django_db
def test_what_something_listens_to_within_is_never_recorded_in_bulk(recorded):
    with within("test.happened", print), pytest.raises(RuntimeError, match="listeners within"):
        activity.record_rows("test.happened", ROWS, kind="customer", by=Somebody())
    assert recorded() == []


@pytest.mark.django_db(transaction=True)
def test_one_transaction_wakes_the_readers_once_and_only_after_it_commits():
    with connection.cursor() as cursor:
        cursor.execute(f"LISTEN {wakeup.RECORDED}")
    with transaction.atomic():
        for _ in range(5):
            activity.record("test.happened", about=thing(), by=Somebody())
        assert _heard() == 0
    assert _heard() == 1
    with rolled_back():
        activity.record("test.happened", about=thing(), by=Somebody())
    assert _heard() == 0


def _heard() -> int:
    return len(list(connection.connection.notifies(timeout=0.05)))
