"""/api/crm/payments, /invoices and /cash-up."""

from decimal import Decimal

import pytest

from crm.bookings.tests.make import make_booking
from crm.lib import clock
from crm.payments import rules
from crm.payments.models import BookingBalance, LedgerTransaction

D = Decimal


@pytest.fixture
def paid(booking, rory):
    rules.invoice(booking, by=rory)
    return rules.pay(booking, D(120), method="CARD", by=rory)


def body(booking, **changes):
    return {"booking_id": str(booking.pk), "amount": 40.0, "method": "CASH"} | changes


def test_a_payment_is_taken_and_read_again(api, rory, booking, recorded):
    answer = api(rory).post("/payments", body(booking, kind="DEPOSIT", note="For the part"))
    assert answer.status_code == 201
    made = answer.json()
    assert (made["kind"], made["amount"], made["moved"], made["refunded"]) == (
        "DEPOSIT",
        40.0,
        40.0,
        0.0,
    )
    assert made["booking_reference"] == booking.reference
    assert made["customer_id"] == str(booking.customer_id)
    assert api(rory).get(f"/payments/{made['id']}").json() == made
    assert answer["Location"] == f"/api/crm/payments/{made['id']}"
    assert recorded() == ["payment.taken"]


def test_one_key_is_one_payment_and_another_body_is_refused(api, rory, booking):
    first = api(rory).post("/payments", body(booking), idempotency_key="a")
    again = api(rory).post("/payments", body(booking), idempotency_key="a")
    other = api(rory).post("/payments", body(booking, amount=41.0), idempotency_key="a")
    assert (first.json(), again["Idempotency-Replayed"]) == (again.json(), "true")
    assert other.status_code == 422
    assert LedgerTransaction.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"amount": 0.0}, "amount"),
        ({"amount": -5.0}, "amount"),
        ({"amount": "40"}, "amount"),
        ({"method": "SHELLS"}, "method"),
        ({"kind": "REFUND"}, "kind"),
        ({"pence": 4000}, "pence"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(api, rory, booking, changes, field):
    answer = api(rory).post("/payments", body(booking, **changes))
    assert answer.status_code == 422
    assert field in str(answer.json()["errors"])
    assert not LedgerTransaction.objects.exists()


def test_another_branch_sees_and_moves_nothing(api, rex, booking, paid, recorded):
    client = api(rex)
    assert client.get("/payments").json()["items"] == []
    assert client.get("/invoices").json()["items"] == []
    assert client.get(f"/payments/{paid.pk}").status_code == 404
    assert client.get(f"/payments/bookings/{booking.pk}").status_code == 404
    refused = client.post("/payments", body(booking))
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "booking_id")
    assert recorded() == []


def test_the_front_desk_gives_nothing_back(api, rory, paid, recorded):
    answer = api(rory).post(f"/payments/{paid.pk}/refund", {"amount": 1.0, "reason": "Kind"})
    assert answer.status_code == 403
    assert recorded() == []


def test_a_refund_once_with_its_key(api, max_, booking, paid):
    told = {"amount": 30.0, "reason": "Scratch"}
    first = api(max_).post(f"/payments/{paid.pk}/refund", told, idempotency_key="r1")
    again = api(max_).post(f"/payments/{paid.pk}/refund", told, idempotency_key="r1")
    assert (first.status_code, first.json()["id"]) == (201, again.json()["id"])
    assert (first.json()["moved"], first.json()["refunds_id"]) == (-30.0, str(paid.pk))
    assert api(max_).get(f"/payments/{paid.pk}").json()["refunded"] == 30.0
    changed = told | {"amount": 31.0}
    assert (
        api(max_).post(f"/payments/{paid.pk}/refund", changed, idempotency_key="r1").status_code
        == 422
    )


def test_a_refund_above_what_was_paid_is_a_problem_and_changes_nothing(
    api, max_, booking, paid, recorded
):
    answer = api(max_).post(f"/payments/{paid.pk}/refund", {"amount": 120.01, "reason": "X"})
    assert (answer.status_code, answer["Content-Type"]) == (409, "application/problem+json")
    assert answer.json()["errors"][0]["field"] == "amount"
    assert BookingBalance.objects.get(booking=booking).taken == D(120)
    assert recorded() == []


def test_a_mistake_is_taken_back(api, max_, paid):
    answer = api(max_).post(f"/payments/{paid.pk}/reversal", {"reason": "Wrong repair"})
    assert (answer.json()["kind"], answer.json()["moved"]) == ("REVERSAL", -120.0)
    assert api(max_).get(f"/payments/{paid.pk}").json()["is_reversed"] is True


def test_a_repair_is_invoiced_and_its_balance_told(api, rory, booking):
    api(rory).post("/payments", body(booking, kind="DEPOSIT"))
    made = api(rory).post("/invoices", {"booking_id": str(booking.pk)})
    assert (made.status_code, made.json()["number"]) == (201, "INV-00001")
    assert (made.json()["net"], made.json()["vat"], made.json()["gross"]) == (100.0, 20.0, 120.0)
    told = api(rory).get(f"/payments/bookings/{booking.pk}").json()
    assert told["balance"] | {"booking_id": 0} == {
        "booking_id": 0,
        "reference": booking.reference,
        "price": 120.0,
        "invoiced": 120.0,
        "vat": 20.0,
        "paid": 40.0,
        "owed": 80.0,
        "held": 0.0,
        "written_off": 0.0,
        "to_pay": 80.0,
        "to_give_back": 0.0,
    }
    assert [one["number"] for one in told["invoices"]] == ["INV-00001"]
    assert {one["kind"] for one in told["payments"]} == {"DEPOSIT", "INVOICE"}


def test_an_invoice_is_credited(api, max_, booking, rory):
    made = rules.invoice(booking, by=rory)
    answer = api(max_).post(f"/invoices/{made.pk}/credit-note", {"reason": "Late", "amount": 12.0})
    assert (answer.json()["number"], answer.json()["corrects"]) == ("CN-00001", "INV-00001")
    assert api(max_).get(f"/invoices/{made.pk}").json()["credited"] == 12.0


def test_a_debt_is_given_up_and_credit_given(api, max_, booking, customer, rory):
    rules.invoice(booking, by=rory)
    told = {"amount": 20.0, "reason": "Goodwill"}
    assert api(max_).post(f"/payments/bookings/{booking.pk}/write-off", told).status_code == 201
    credit = api(max_).post("/payments/credits", told | {"customer_id": str(customer.pk)})
    assert (credit.status_code, credit.json()["kind"]) == (201, "CREDIT")
    assert rules.available(customer) == D(20)


def test_the_list_is_narrowed(api, rory, booking, paid, branch, customer):
    other = make_booking(branch=branch, by=rory, name="Bo Baker")
    rules.pay(other, D(5), method="CASH", by=rory)
    client = api(rory)
    assert client.get("/payments", {"method": "CASH"}).json()["total"] == 1
    assert client.get("/payments", {"kind": "INVOICE"}).json()["total"] == 1
    assert client.get("/payments", {"customer_id": str(customer.pk)}).json()["total"] == 2
    assert client.get("/payments", {"booking_id": str(other.pk)}).json()["total"] == 1
    assert client.get("/payments", {"day_from": "2190-01-01"}).json()["total"] == 0
    page = client.get("/payments", {"limit": 2}).json()
    rest = client.get("/payments", {"limit": 2, "cursor": page["next_cursor"]}).json()
    assert len(page["items"]) + len(rest["items"]) == 3


@pytest.mark.parametrize("number", [1, 10, 40])
def test_the_list_costs_the_same_however_long(
    api, rory, branch, number, django_assert_max_num_queries
):
    for n in range(number):
        one = make_booking(branch=branch, by=rory, name=f"Ann {n}")
        rules.pay(one, D(5), method="CASH", by=rory)
    client = api(rory)
    client.get("/payments")
    with django_assert_max_num_queries(6):
        assert len(client.get("/payments", {"limit": 100}).json()["items"]) == number


def test_card_payments_are_off_until_a_shop_connects_one(api, rory, booking):
    answer = api(rory).post("/payments/cards", {"booking_id": str(booking.pk), "amount": 5.0})
    assert (answer.status_code, "No card company" in answer.json()["detail"]) == (409, True)


def test_a_day_is_told_and_closed(api, rory, paid, recorded):
    today = rules.local_day(clock.now()).isoformat()
    told = api(rory).get("/cash-up").json()
    assert {line["method"]: line["expected"] for line in told["lines"]} == {
        "CASH": 0.0,
        "CARD": 120.0,
    }
    counted = {"CASH": 0.0, "CARD": 119.0}
    answer = api(rory).post("/cash-up", {"day": today, "counted": counted})
    assert answer.status_code == 201
    assert {line["method"]: line["difference"] for line in answer.json()["lines"]} == {
        "CASH": 0.0,
        "CARD": -1.0,
    }
    again = api(rory).post("/cash-up", {"day": today, "counted": counted})
    assert (again.status_code, recorded()) == (409, ["cash_up.closed"])
