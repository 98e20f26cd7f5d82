"""Random operations by people and by the platform, out of order and twice.

Whatever happens, the history adds up, the ledger keeps every promise, what has ended stays
ended, and the warranty's clock starts once.
"""

from datetime import timedelta

from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from crm.accounts.models import Staff
from crm.accounts.tests import make as accounts
from crm.bookings import rules
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking, Promise, Status, StatusChange
from crm.bookings.models.status import ENDED
from crm.customers.tests import make as people
from crm.lib import clock
from crm.lib.refusal import Refusal

STATUSES = st.sampled_from(list(Status))
HOURS = st.integers(min_value=1, max_value=200)
BEGAN = clock.now()


class Bench(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.shop = transaction.atomic()  # each run in a shop of its own
        self.shop.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.shop.__exit__(None, None, None)

    @initialize()
    def open_shop(self):
        branch = accounts.branch("Tottenham")
        self.olga = accounts.staff("Olga", "owner", branch)
        self.tess = accounts.staff("Tess", "technician", branch)
        self.platform = Staff.objects.integration("revivatech")
        self.now, self.told, self.promised, self.clocks = BEGAN, [], [], set()
        told = rules.NewBooking(
            "SCREEN_REPAIR", status="PENDING", external_source="x", external_id="1"
        )
        with clock.at(self.now):
            self.booking = rules.receive_created(
                told, people.customer(branch), by=self.platform, branch=branch
            )
        self.ended = None

    def _try(self, act):
        """Do it at the machine's time; a refusal must change nothing."""
        before = self._state()
        with clock.at(self.now):
            try:
                act()
            except Refusal:
                assert self._state() == before
                return False
        return True

    def _state(self):
        booking = Booking.objects.get(pk=self.booking.pk)
        rows = (StatusChange, Promise)
        return booking.version, booking.status, [row.objects.count() for row in rows]

    @rule(hours=HOURS)
    def time_passes(self, hours):
        self.now += timedelta(hours=hours)

    @rule(to=STATUSES, by_owner=st.booleans())
    def a_person_moves_it(self, to, by_owner):
        by = self.olga if by_owner else self.tess
        here = Booking.objects.get(pk=self.booking.pk).status
        moved = self._try(lambda: rules.change_status(self.booking, to, by=by, notes="because"))
        if moved and to != here:
            assert to in bookings_config().leads_to(here)

    @rule(to=STATUSES, hours=st.integers(min_value=-20, max_value=400))
    def the_platform_tells(self, to, hours):
        at = self.now - timedelta(hours=hours)
        news = (to, at, f"event-{len(self.told)}")
        self.told.append(news)
        assert self._tell(*news)

    @rule(data=st.data())
    def the_platform_repeats_itself(self, data):
        if self.told:
            to, at, number = data.draw(st.sampled_from(self.told))
            kept = StatusChange.objects.filter(external_id=number).count()
            before = self._state()
            assert self._tell(to, at, number)
            if kept:
                assert self._state() == before

    def _tell(self, to, at, number):
        return self._try(
            lambda: rules.receive_status(
                self.booking, to, at=at, by=self.platform, source="x", external_id=number
            )
        )

    @rule(hours=st.integers(min_value=-50, max_value=100))
    def somebody_promises(self, hours):
        due = self.now + timedelta(hours=hours)
        before = Booking.objects.get(pk=self.booking.pk).promised_at
        done = self._try(lambda: rules.promise(self.booking, due, by=self.tess, reason="later"))
        if done and due != before:
            assert hours > 0
            self.promised.append(due)

    @rule()
    def it_is_collected(self):
        self._try(lambda: rules.collect(self.booking, by=self.tess))

    @rule()
    def it_comes_back_under_warranty(self):
        first = Booking.objects.get(pk=self.booking.pk)
        came = self._try(lambda: rules.warranty_return(self.booking, problem="again", by=self.tess))
        with clock.at(self.now):
            assert came == rules.is_covered(first)
        for back in Booking.objects.filter(warranty_of=first):
            assert (back.base_price, back.warranty_until) == (0, first.warranty_until)

    @invariant()
    def the_history_adds_up(self):
        booking = Booking.objects.get(pk=self.booking.pk)
        steps = StatusChange.objects.filter(booking=booking, took_effect=True)
        stood = ""
        for step in steps.order_by("created_at", "pk"):
            assert step.from_status == stood
            usual = not stood or step.to_status in bookings_config().leads_to(stood)
            assert step.was_out_of_order == (not usual)
            stood = step.to_status
        assert stood == booking.status

    @invariant()
    def every_promise_is_still_there(self):
        rows = Promise.objects.filter(booking=self.booking).order_by("made_at", "pk")
        assert [row.promised_at for row in rows] == self.promised
        booking = Booking.objects.get(pk=self.booking.pk)
        assert booking.promised_at == (self.promised[-1] if self.promised else None)
        for row in rows:
            due = None if booking.ready_at is None else row.promised_at >= booking.ready_at
            assert row.kept == due

    @invariant()
    def what_ended_stays_ended(self):
        status = Booking.objects.get(pk=self.booking.pk).status
        if self.ended is not None:
            assert status == self.ended
        if status in ENDED:
            self.ended = status

    @invariant()
    def the_warranty_starts_once(self):
        booking = Booking.objects.get(pk=self.booking.pk)
        assert (booking.warranty_until is None) == (booking.completed_at is None)
        if booking.warranty_until is not None:
            self.clocks.add((booking.completed_at, booking.warranty_until))
        assert len(self.clocks) <= 1


def test_whatever_happens_the_record_holds(db):
    run_state_machine_as_test(
        Bench, settings=settings(max_examples=10, stateful_step_count=25, deadline=None)
    )
