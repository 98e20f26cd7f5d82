"""Whatever people do at the till, in any order, repeated or refused: the books agree.

A random walk over every verb, held against a model of its own that knows nothing of accounts.
`LEDGER_STEPS=1` prints how many steps were run.
"""

import os
import sys
from collections import Counter
from decimal import Decimal

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from crm.accounts.models import Staff
from crm.accounts.tests import make as accounts
from crm.bookings.tests.make import make_booking
from crm.customers.tests import make as people
from crm.lib.refusal import Refusal
from crm.payments import auditing, rules
from crm.payments.models import (
    BookingBalance,
    DayTaking,
    Invoice,
    LedgerEntry,
    LedgerTransaction,
)

NOTHING = Decimal(0)
AMOUNTS = st.decimals("0.01", "130", places=2)
WHICH = st.integers(0, 2)
METHODS = st.sampled_from(["CASH", "CARD", "BANK_TRANSFER", "CREDIT"])
KEYS = st.sampled_from(["", "", "", "a", "b"])
STEPS: Counter[str] = Counter()


class Till(RuleBasedStateMachine):
    """Three repairs of two customers, and everything that may happen to their money."""

    @initialize()
    def opens(self):
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.by = Staff.objects.system()
        self.branch = accounts.branch("Tottenham")
        two = [people.customer(self.branch, name) for name in ("Ann Able", "Bo Baker")]
        self.bookings = [
            make_booking(branch=self.branch, by=self.by, customer=two[n % 2], base_price=Decimal(p))
            for n, p in enumerate(("120", "99.99", "0.07"))
        ]
        # What a shopkeeper would write on paper: money in and out of each repair, credit of each.
        self.paid = [NOTHING] * 3
        self.money = [NOTHING] * 3
        self.invoices = 0
        self.day: Counter[str] = Counter()
        self.keys: dict[str, tuple] = {}

    def does(self, name, call):
        """One step, all or nothing; what came of it, or None if it was refused."""
        STEPS[name] += 1
        try:
            with transaction.atomic():
                return call()
        except Refusal:
            STEPS["refused"] += 1
            return None

    def comes_in(self, which, amount, method, verb, key):
        booking = self.bookings[which]
        before = LedgerTransaction.objects.count()
        origin = rules.Origin(key=key)
        done = self.does(
            verb.__name__,
            lambda: verb(booking, amount, method=method, by=self.by, origin=origin),
        )
        is_new = LedgerTransaction.objects.count() > before
        meaning = (verb.__name__, which, amount, method)
        if key and key in self.keys:
            assert not is_new, "a key that was used moves no money again"
            assert (done is not None) == (self.keys[key] == meaning) or done is None
            return
        if done is None:
            assert not is_new
            return
        if key:
            self.keys[key] = meaning
        self.paid[which] += amount
        if method != "CREDIT":
            self.money[which] += amount
            self.day[method] += amount

    @rule(which=WHICH, amount=AMOUNTS, method=METHODS, key=KEYS)
    def pays(self, which, amount, method, key):
        self.comes_in(which, amount, method, rules.pay, key)

    @rule(which=WHICH, amount=AMOUNTS, method=METHODS, key=KEYS)
    def leaves_a_deposit(self, which, amount, method, key):
        self.comes_in(which, amount, method, rules.take_deposit, key)

    @rule(which=WHICH, method=METHODS)
    def pays_the_rest(self, which, method):
        held = BookingBalance.objects.filter(booking=self.bookings[which]).first()
        if held and held.receivable:
            self.comes_in(which, held.receivable, method, rules.pay, "")

    @rule(which=WHICH, amount=AMOUNTS, method=METHODS)
    def wants_money_back(self, which, amount, method):
        booking = self.bookings[which]
        done = self.does(
            "refund",
            lambda: rules.refund(booking, amount, method=method, reason="Because", by=self.by),
        )
        most = self.paid[which] if method == "CREDIT" else min(self.money[which], self.paid[which])
        assert (done is not None) == (amount <= most)
        if done is not None:
            self.paid[which] -= amount
            if method != "CREDIT":
                self.money[which] -= amount
                self.day[method] -= amount

    @rule(which=WHICH)
    def is_invoiced(self, which):
        if self.does("invoice", lambda: rules.invoice(self.bookings[which], by=self.by)):
            self.invoices += 1

    @rule(which=WHICH)
    def is_invoiced_and_the_power_goes(self, which):
        STEPS["rolled back"] += 1
        try:
            with transaction.atomic():
                rules.invoice(self.bookings[which], by=self.by)
                transaction.set_rollback(True)
        except Refusal:
            return

    @rule(which=WHICH, amount=st.none() | AMOUNTS)
    def is_credited(self, which, amount):
        made = Invoice.objects.filter(booking=self.bookings[which], kind="INVOICE").last()
        if made:
            self.does(
                "credit_note",
                lambda: rules.credit_note(made, amount=amount, reason="Because", by=self.by),
            )

    @rule(which=WHICH, amount=AMOUNTS)
    def gives_up(self, which, amount):
        booking = self.bookings[which]
        self.does("write_off", lambda: rules.write_off(booking, amount, reason="Gone", by=self.by))

    @rule(which=WHICH, amount=AMOUNTS)
    def is_generous(self, which, amount):
        customer = self.bookings[which].customer
        self.does(
            "give_credit",
            lambda: rules.give_credit(
                customer, amount, reason="Sorry", by=self.by, branch=self.branch
            ),
        )

    @rule(data=st.data())
    def takes_back_a_mistake(self, data):
        rows = list(LedgerTransaction.objects.order_by("pk"))
        if not rows:
            return
        row = data.draw(st.sampled_from(rows))
        was = LedgerTransaction.objects.filter(reverses=row).exists()
        done = self.does("reverse", lambda: rules.reverse(row, reason="Wrong", by=self.by))
        if done is None or was or row.booking is None or not row.method:
            return
        which = next(n for n, one in enumerate(self.bookings) if one.pk == row.booking_id)
        amount = -row.amount if row.is_money_in else row.amount
        self.paid[which] += amount
        if row.method != "CREDIT":
            self.money[which] += amount
            self.day[row.method] += amount

    @invariant()
    def the_books_agree(self):
        if not hasattr(self, "bookings"):
            return
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        assert auditing.mistakes() == []
        assert sum((entry.amount for entry in LedgerEntry.objects.all()), NOTHING) == 0
        held = BookingBalance.objects.in_bulk()
        for which, booking in enumerate(self.bookings):
            row = held.get(booking.pk)
            assert (row.paid if row else 0) == self.paid[which]
            assert (row.taken if row else 0) == self.money[which] >= 0
        rows = DayTaking.objects.all()
        takings = {one.method: one.received - one.paid_out for one in rows}
        assert {name: sum_ for name, sum_ in takings.items() if sum_} == {
            name: sum_ for name, sum_ in self.day.items() if sum_
        }

    @invariant()
    def invoice_numbers_have_no_gap(self):
        if not hasattr(self, "bookings"):
            return
        numbers = Invoice.objects.filter(kind="INVOICE").values_list("sequence", flat=True)
        assert sorted(numbers) == list(range(1, self.invoices + 1))

    def teardown(self):
        if hasattr(self, "atomic"):
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


@pytest.mark.django_db
def test_the_books_agree_whatever_happens(capsys):
    from hypothesis.stateful import run_state_machine_as_test

    STEPS.clear()
    run_state_machine_as_test(
        Till,
        settings=settings(
            max_examples=int(os.environ.get("LEDGER_EXAMPLES", "12")),
            stateful_step_count=int(os.environ.get("LEDGER_STEPS_EACH", "25")),
            deadline=None,
            derandomize="LEDGER_EXAMPLES" not in os.environ,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert sum(STEPS.values()) > 100
    assert {"pay", "refund", "invoice", "reverse", "credit_note", "write_off"} <= set(STEPS)
    if os.environ.get("LEDGER_STEPS"):
        with capsys.disabled():
            sys.stdout.write(f"\nledger steps: {STEPS.total() - STEPS['refused']} {dict(STEPS)}\n")
