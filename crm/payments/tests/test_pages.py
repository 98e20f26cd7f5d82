"""The money card, its dialogs, the list, the paper and the till."""

from decimal import Decimal

import pytest

from crm.bookings.tests.make import make_booking
from crm.customers.tests import make as people
from crm.lib import clock
from crm.payments import rules
from crm.payments.models import BookingBalance, Invoice, LedgerTransaction, TradingDay
from crm.payments.reading import still_to_pay

D = Decimal


@pytest.fixture
def paid(booking, rory):
    rules.invoice(booking, by=rory)
    return rules.pay(booking, D(120), method="CARD", by=rory)


def text(answer):
    return " ".join(answer.content.decode().split())


def test_the_card_says_how_the_repair_stands(as_staff, rory, booking):
    page = text(as_staff(rory).get(f"/bookings/{booking.pk}/money"))
    assert "£120.00" in page
    assert "Not paid" in page
    assert "Take a payment" in page
    assert "Give money back" not in page  # the front desk may not


def test_the_card_shows_payments_papers_and_trouble(as_staff, max_, booking, paid):
    page = text(as_staff(max_).get(f"/bookings/{booking.pk}/money"))
    assert "INV-00001" in page
    assert "Payment · Card" in page
    assert "Give money back" in page


def test_a_payment_is_taken_in_a_dialog_once(as_staff, rory, booking, recorded):
    client, address = as_staff(rory), f"/bookings/{booking.pk}/money/payment"
    asked = client.get(address)
    key = asked.context["form"].initial["key"]
    said = {"amount": "120.00", "method": "CASH", "note": "", "key": key}
    for _time in range(2):  # an impatient finger
        answer = client.post(address, said)
        assert answer.status_code == 204
        assert "crm:booking" in answer["HX-Trigger"]
    assert BookingBalance.objects.get(booking=booking).taken == D(120)
    assert recorded() == ["payment.taken"]


def test_what_was_typed_stays_when_it_is_refused(as_staff, rory, booking):
    answer = as_staff(rory).post(
        f"/bookings/{booking.pk}/money/payment",
        {"amount": "1200.00", "method": "CASH", "note": "In twenties"},
    )
    assert answer.status_code == 422
    assert "Only £120.00 of the price" in text(answer)
    assert "In twenties" in text(answer)
    assert not LedgerTransaction.objects.exists()


def test_a_deposit_is_suggested_from_the_price(as_staff, rory, booking):
    asked = as_staff(rory).get(f"/bookings/{booking.pk}/money/deposit")
    assert asked.context["form"].initial["amount"] == D("24.00")


def test_store_credit_is_offered_to_those_who_have_some(as_staff, rory, booking, customer, branch):
    client, address = as_staff(rory), f"/bookings/{booking.pk}/money/payment"
    assert "Store credit" not in text(client.get(address))
    rules.give_credit(customer, D(15), reason="Late", by=rory, branch=branch)
    assert "Store credit (£15.00)" in text(client.get(address))


def test_it_is_invoiced_by_a_button_and_the_paper_can_be_printed(as_staff, rory, booking):
    client = as_staff(rory)
    assert client.post(f"/bookings/{booking.pk}/money/invoice").status_code == 204
    paper = text(client.get(f"/invoices/{Invoice.objects.get().pk}"))
    for word in ("INV-00001", "Priya Nair", "£100.00", "£20.00", "VAT at 20%", "is to pay"):
        assert word in paper


def test_a_refund_names_its_payment(as_staff, max_, booking, paid):
    client, address = as_staff(max_), f"/bookings/{booking.pk}/money/refund"
    said = {"payment": str(paid.pk), "amount": "20", "method": "", "reason": "Scratch"}
    assert client.post(address, said | {"key": "form:1"}).status_code == 204
    back = LedgerTransaction.objects.get(kind="REFUND")
    assert (back.refunds, back.method, back.amount) == (paid, "CARD", D(20))
    refused = client.post(address, said | {"amount": "101", "key": "form:2"})
    assert refused.status_code == 422
    assert "At most £100.00" in text(refused)


def test_another_repairs_payment_is_no_choice(as_staff, max_, booking, paid, branch, rory):
    other = make_booking(branch=branch, by=rory, name="Bo Baker", base_price=D(10))
    rules.pay(other, D(10), method="CASH", by=rory)
    said = {"payment": str(paid.pk), "amount": "5", "method": "", "reason": "Mine!"}
    answer = as_staff(max_).post(f"/bookings/{other.pk}/money/refund", said)
    assert answer.status_code == 422
    assert not LedgerTransaction.objects.filter(kind="REFUND").exists()


def test_debts_credits_and_mistakes(as_staff, max_, booking, rory, customer):
    client = as_staff(max_)
    rules.invoice(booking, by=rory)
    paid = rules.pay(booking, D(50), method="CASH", by=rory)
    said = {"amount": "20", "reason": "Goodwill"}
    for place in ("write-off", "credit-note"):
        assert client.post(f"/bookings/{booking.pk}/money/{place}", said).status_code == 204
    assert client.post(f"/customers/{customer.pk}/money/credit", said).status_code == 204
    assert client.post(f"/payments/{paid.pk}/reversal", {"reason": "Wrong"}).status_code == 204
    held = BookingBalance.objects.get(booking=booking)
    assert (held.receivable, held.written_off, held.taken) == (D(80), D(20), D(0))
    assert rules.available(customer) == D(20)


def test_the_customers_tab_tells_all_their_money(as_staff, max_, booking, paid, customer):
    page = text(as_staff(max_).get(f"/customers/{customer.pk}/money"))
    assert "£120.00" in page
    assert booking.reference in page


def test_another_branch_finds_nothing(as_staff, rex, booking, paid, customer):
    client = as_staff(rex)
    for address in (
        f"/bookings/{booking.pk}/money",
        f"/bookings/{booking.pk}/money/payment",
        f"/customers/{customer.pk}/money",
        f"/invoices/{Invoice.objects.get().pk}",
    ):
        assert client.get(address).status_code == 404
    assert booking.reference not in text(client.get("/payments"))


def test_a_customer_of_two_branches_shows_each_its_own(
    as_staff, rex, rory, other_branch, booking, paid, customer
):
    there = make_booking(branch=other_branch, by=rex, customer=customer, base_price=D(10))
    rules.pay(there, D(10), method="CASH", by=rex)
    page = text(as_staff(rex).get(f"/customers/{customer.pk}/money"))
    assert there.reference in page
    assert booking.reference not in page
    assert "£120.00" not in page


def test_the_list_stands_by_day_with_totals(as_staff, rory, booking, paid):
    page = text(as_staff(rory).get("/payments"))
    assert "1 payment" in page
    assert booking.reference in page
    assert '<tr class="table-group">' in page
    assert "No payment fits" in text(as_staff(rory).get("/payments?q=FX-0"))


def test_an_empty_shop_says_what_to_do(as_staff, rory):
    assert "Payments are taken on a repair" in text(as_staff(rory).get("/payments"))
    assert "Count the till when you close" in text(as_staff(rory).get("/cash-up"))


@pytest.mark.parametrize("number", [1, 10, 40])
def test_the_pages_cost_the_same_however_much_money(
    as_staff, rory, branch, number, django_assert_max_num_queries
):
    customer = people.customer(branch, "Ann Able")
    for _n in range(number):
        one = make_booking(branch=branch, by=rory, customer=customer, base_price=D(120))
        rules.pay(one, D(5), method="CASH", by=rory)
    client = as_staff(rory)
    for address, most in (
        ("/payments", 12),
        (f"/customers/{customer.pk}/money", 12),
        (f"/bookings/{one.pk}/money", 14),
        ("/cash-up", 14),
    ):
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


def test_the_file_is_safe_in_a_spreadsheet(as_staff, max_, rory, branch):
    customer = people.customer(branch, "=cmd Calc")
    one = make_booking(branch=branch, by=rory, customer=customer, base_price=D(120))
    rules.pay(one, D(5), method="CASH", by=rory, note="=HYPERLINK(1)")
    lines = b"".join(as_staff(max_).get("/payments/export").streaming_content).decode()
    assert "'=HYPERLINK(1)" in lines
    assert "'=cmd Calc" in lines
    assert as_staff(rory).get("/payments/export").status_code == 403


def test_the_till_is_counted_and_closed(as_staff, rory, max_, booking, paid):
    client, today = as_staff(rory), rules.local_day(clock.now())
    assert "£120.00" in text(client.get("/cash-up"))
    assert client.post("/cash-up", {"CASH": "", "CARD": "120"}).status_code == 422
    assert client.post("/cash-up", {"CASH": "0", "CARD": "119.50"}).status_code == 302
    page = text(client.get(f"/cash-up?day={today.isoformat()}"))
    assert "−£0.50" in page
    assert "Close the day" not in page
    lines = b"".join(as_staff(max_).get("/cash-up/export").streaming_content).decode()
    assert "Tottenham,Card,120.00,0.00,120.00,119.50,-0.50,Rory Reception" in lines


def test_nobody_counts_another_branchs_till(as_staff, rex, branch):
    assert as_staff(rex).get(f"/cash-up?branch={branch.pk}").status_code == 404
    assert not TradingDay.objects.exists()


def test_the_customer_is_told_of_what_is_still_to_pay(as_staff, rory, branch):
    whole, part, nothing = (
        make_booking(
            branch=branch, by=rory, name=name, base_price=D(120), status="READY_FOR_PICKUP"
        )
        for name in ("Ann Able", "Bob Busy", "Cat Calm")
    )
    rules.pay(part, D(20), method="CASH", by=rory)
    rules.pay(nothing, D(120), method="CARD", by=rory)
    today = text(as_staff(rory).get("/"))
    for one, words in ((whole, "£120.00"), (part, "£100.00"), (nothing, "nothing")):
        assert f"({one.reference}, {words} to pay)" in today
    assert "nothing to pay" in text(as_staff(rory).get(f"/bookings/{nothing.pk}"))


@pytest.mark.parametrize("number", [1, 10])
def test_what_is_to_pay_is_one_question_for_all(rory, branch, number, django_assert_num_queries):
    rows = [make_booking(branch=branch, by=rory, name=f"Ann {n}") for n in range(number)]
    with django_assert_num_queries(1):
        assert len(still_to_pay(rows)) == number
