"""What PostgreSQL refuses, whoever writes."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import ProgrammingError

from crm.payments import rules
from crm.payments.models import (
    BookingBalance,
    DayTaking,
    Invoice,
    LedgerEntry,
    LedgerTransaction,
    StoreCredit,
)

D = Decimal


@pytest.fixture
def paid(booking, rory):
    rules.invoice(booking, by=rory)
    return rules.pay(booking, D(50), method="CASH", by=rory)


def refused(write, match=None, error=(IntegrityError, ProgrammingError)):
    with pytest.raises(error, match=match), transaction.atomic():
        write()


def settled():
    """What would be checked at commit, now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def another(paid, **changes):
    values = {
        "kind": "PAYMENT",
        "branch": paid.branch,
        "booking": paid.booking,
        "trading_day": paid.trading_day,
        "method": "CASH",
        "amount": D(5),
        "by": paid.by,
        "occurred_at": paid.occurred_at,
    }
    return LedgerTransaction.objects.create(**values | changes)


@pytest.mark.parametrize("rows", [LedgerTransaction, LedgerEntry, Invoice])
def test_what_is_written_is_never_deleted(paid, rows):
    refused(lambda: rows.objects.all()._raw_delete(rows.objects.db), "Cannot delete")


def test_what_is_written_is_never_changed(paid):
    movements = LedgerTransaction.objects.filter(pk=paid.pk)
    refused(lambda: movements.update(amount=1), "Cannot update")
    refused(lambda: movements.update(booking=None, customer=paid.booking.customer))
    refused(lambda: LedgerEntry.objects.update(amount=1), "Cannot update")
    refused(lambda: Invoice.objects.update(gross=1, net=1, vat=0), "Cannot update")


def test_totals_are_kept_by_the_ledger_alone(paid):
    refused(lambda: BookingBalance.objects.update(taken=1), "kept by the ledger")
    refused(lambda: DayTaking.objects.update(received=1), "kept by the ledger")


def test_a_movement_that_does_not_sum_to_zero_is_refused_at_commit(customer, paid):
    def write():
        given = another(paid, kind="CREDIT", booking=None, customer=customer, method="")
        LedgerEntry.objects.create(transaction=given, account="GOODWILL", amount=5)
        settled()

    refused(write, "do not sum to zero")


def test_a_movement_of_a_repair_that_does_not_sum_to_zero_is_refused_at_once(paid):
    def write():
        LedgerEntry.objects.create(transaction=another(paid), account="CASH", amount=5)

    refused(write, "balances_agree")


def test_a_movement_without_entries_is_refused_at_commit(paid):
    def write():
        another(paid)
        settled()

    refused(write, "do not sum to zero")


@pytest.mark.parametrize("amount", [0, -5])
def test_no_payment_is_nothing_or_less(paid, amount):
    refused(lambda: another(paid, amount=amount), "ledger_amount_positive")


def test_a_refund_above_what_was_paid_is_refused_by_the_balance_itself(paid):
    def write():
        back = another(paid, kind="REFUND", amount=51)
        sides = (("REVENUE", 51), ("CASH", -51))
        LedgerEntry.objects.bulk_create(
            LedgerEntry(transaction=back, account=account, amount=amount)
            for account, amount in sides
        )

    refused(write, "balances_no_money_lost")


def test_more_store_credit_than_was_given_is_refused_by_the_credit_itself(paid, customer, rory):
    rules.give_credit(customer, D(5), reason="Sorry", by=rory, branch=paid.branch)
    credit = StoreCredit.objects.get()

    def write():
        used = another(paid, method="CREDIT", amount=6)
        LedgerEntry.objects.bulk_create(
            [
                LedgerEntry(transaction=used, account="CREDIT", amount=6, credit=credit),
                LedgerEntry(transaction=used, account="RECEIVABLE", amount=-6),
            ]
        )

    refused(write, "store_credits_not_overdrawn")


@pytest.mark.django_db(transaction=True)
def test_nothing_is_added_to_a_movement_once_it_is_committed(paid):
    def write():
        LedgerEntry.objects.bulk_create(
            [
                LedgerEntry(transaction=paid, account="CASH", amount=5),
                LedgerEntry(transaction=paid, account="RECEIVABLE", amount=-5),
            ]
        )

    refused(write, "together with their transaction")


def test_a_movement_is_of_a_repair_or_of_a_customer_never_both(paid, customer):
    refused(lambda: another(paid, customer=customer), "ledger_is_of_one")
