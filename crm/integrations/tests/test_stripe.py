"""Card payments through Stripe, against a server that speaks its protocol."""

import json
import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from crm.accounts.tests import make as accounts
from crm.bookings import rules as bookings
from crm.bookings.models import Booking
from crm.bookings.tests.make import make_booking
from crm.integrations.tests.stripe_server import SECRET, connected, event, signed
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.payments import auditing, rules
from crm.payments.models import (
    BookingBalance,
    LedgerTransaction,
    OutsidePayment,
    OutsideRefund,
    ProcessorEvent,
)
from crm.payments.reading import standing

D = Decimal


@pytest.fixture
def account(settings, monkeypatch):
    with connected(settings, monkeypatch) as found:
        yield found


@pytest.fixture
def booking(branch, rory):
    return make_booking(branch=branch, by=rory, base_price=D(120))


@pytest.fixture
def max_(branch):
    return accounts.staff("Max Manager", "manager", branch)


@pytest.fixture
def paid(account, booking, rory):
    """£120 by card, through."""
    row, _secret = rules.start_card_payment(booking, D(120), by=rory)
    assert heard(account.pays(row.external_id)).json()["outcome"] == "processed"
    return LedgerTransaction.objects.get(external_id=row.external_id)


def heard(told, *, seconds=0, secret=SECRET):
    body = json.dumps(told).encode()
    return Client().post(
        "/webhooks/stripe",
        body,
        content_type="application/json",
        headers={"stripe-signature": signed(body, secret=secret, at=time.time() + seconds)},
    )


def taken(booking):
    return BookingBalance.objects.get(booking=booking).taken


def test_a_payment_is_asked_for_in_pence_with_a_key(account, booking, rory):
    row, secret = rules.start_card_payment(booking, D("49.50"), by=rory)
    call = account.calls[0]
    assert (call.method, call.path) == ("POST", "/v1/payment_intents")
    assert call.headers["content-type"] == "application/x-www-form-urlencoded"
    assert call.headers["idempotency-key"] == f"payment-{row.pk}"
    assert call.fields == {
        "amount": "4950",
        "currency": "gbp",
        "automatic_payment_methods[enabled]": "true",
        "metadata[payment_id]": str(row.pk),
        "metadata[booking]": booking.reference,
    }
    assert (row.external_id, row.status, secret) == ("pi_1", "PENDING", "pi_1_secret")
    assert taken(booking) == 0  # asked for is not paid


def test_it_is_off_until_a_shop_turns_it_on(booking, rory, branch):
    with pytest.raises(Refusal, match="No card company"):
        rules.start_card_payment(booking, D(10), by=rory)
    assert not OutsidePayment.objects.exists()
    assert heard(event("payment_intent.succeeded", {"id": "pi_1"})).status_code == 404


def test_what_stripe_says_went_through_is_in_the_ledger_once(account, booking, rory, recorded):
    row, _secret = rules.start_card_payment(booking, D(120), by=rory)
    told = account.pays(row.external_id)
    assert [heard(told).json()["outcome"] for _time in range(3)] == [
        "processed",
        "duplicate",
        "duplicate",
    ]
    assert taken(booking) == D(120)
    assert LedgerTransaction.objects.get().method == "ONLINE_CARD"
    assert recorded() == ["payment.taken"]
    assert ProcessorEvent.objects.count() == 1


def test_an_answer_that_got_lost_is_asked_for_again_with_the_same_key(account, booking, rory):
    account.next_trouble = ["hang"]
    with pytest.raises(Refusal) as refusal:
        rules.start_card_payment(booking, D(120), by=rory)
    assert refusal.value.status == 503
    row = OutsidePayment.objects.get()
    assert (row.external_id, row.status) == (None, "PENDING")
    row = rules.look_after(row, by=rory)
    assert row.external_id == "pi_1"
    assert len(account.intents) == 1
    account.intents["pi_1"]["status"] = "succeeded"
    rules.look_after(row, by=rory)  # its webhook never came
    assert taken(booking) == D(120)


def test_a_webhook_may_be_quicker_than_the_answer(account, booking, rory):
    account.next_trouble = ["hang"]
    with pytest.raises(Refusal):
        rules.start_card_payment(booking, D(120), by=rory)
    assert heard(account.pays("pi_1")).json()["outcome"] == "processed"
    row = OutsidePayment.objects.get()
    assert (row.external_id, row.status, taken(booking)) == ("pi_1", "SUCCEEDED", D(120))


def test_a_refusal_of_stripes_is_told_in_its_words(account, booking, rory):
    account.next_trouble = [402]
    with pytest.raises(Refusal, match="declined") as refusal:
        rules.start_card_payment(booking, D(120), by=rory)
    assert refusal.value.status == 409


def test_trouble_on_their_side_is_no_final_word(account, booking, rory):
    account.next_trouble = [500]
    with pytest.raises(Refusal, match="Try again") as refusal:
        rules.start_card_payment(booking, D(120), by=rory)
    assert refusal.value.status == 503


def test_a_failed_card_changes_nothing_and_may_succeed_later(account, booking, rory, recorded):
    row, _secret = rules.start_card_payment(booking, D(120), by=rory)
    failed = account.intents["pi_1"] | {"last_payment_error": {"message": "Your card has expired."}}
    heard(event("payment_intent.payment_failed", failed))
    row.refresh_from_db()
    assert (row.status, row.trouble, taken(booking)) == ("FAILED", "Your card has expired.", 0)
    heard(account.pays("pi_1"))
    heard(event("payment_intent.payment_failed", failed, "evt_late"))  # told late
    row.refresh_from_db()
    assert (row.status, row.trouble, taken(booking)) == ("SUCCEEDED", "", D(120))
    assert recorded() == ["payment.failed", "payment.taken"]


def test_no_card_is_charged_for_a_cancelled_repair(account, booking, rory):
    bookings.cancel(booking, reason="Too dear", by=rory)
    with pytest.raises(Refusal, match="nothing to pay for") as refusal:
        rules.start_card_payment(booking, D(120), by=rory)
    assert (refusal.value.field, account.calls) == ("booking_id", [])
    assert not OutsidePayment.objects.exists()


def test_a_card_charged_while_its_repair_was_cancelled_is_written(account, booking, rory):
    row, _secret = rules.start_card_payment(booking, D(120), by=rory)
    bookings.cancel(booking, reason="Too dear", by=rory)
    assert heard(account.pays(row.external_id)).json()["outcome"] == "processed"
    assert standing(Booking.objects.get()).to_give_back == D(120)


def test_a_refund_goes_through_stripe_and_then_into_the_ledger(account, booking, paid, max_):
    asked = rules.refund_card_payment(paid, D(30), reason="Scratch", by=max_)
    assert (asked.status, asked.external_id) == ("DONE", "re_1")
    assert account.calls[-1].fields == {"payment_intent": "pi_1", "amount": "3000"}
    assert account.calls[-1].headers["idempotency-key"] == f"refund-{asked.pk}"
    assert taken(booking) == D(90)
    heard(event("charge.refunded", account.charge("pi_1")))  # tells what we know
    assert taken(booking) == D(90)
    assert OutsidePayment.objects.get().status == "PARTIALLY_REFUNDED"


def test_a_refund_whose_answer_got_lost_happens_once(account, booking, paid, max_):
    account.next_trouble = ["hang"]
    with pytest.raises(Refusal, match="did not answer"):
        rules.refund_card_payment(paid, D(120), reason="Scratch", by=max_, key="k")
    assert taken(booking) == D(120)
    with pytest.raises(Refusal, match="Nothing is left"):  # nor over the counter meanwhile
        rules.refund(booking, D(1), method="ONLINE_CARD", reason="Impatient", by=max_)
    again = rules.refund_card_payment(paid, D(120), reason="Scratch", by=max_, key="k")
    assert (again.status, taken(booking), len(account.refunds)) == ("DONE", D(0), 1)


def test_a_refund_that_stripe_refuses_frees_the_money_again(account, booking, paid, max_):
    account.next_trouble = [400]
    asked = rules.refund_card_payment(paid, D(120), reason="Scratch", by=max_)
    assert (asked.status, taken(booking)) == ("FAILED", D(120))
    assert rules.refund_card_payment(paid, D(20), reason="Scratch", by=max_).status == "DONE"


def test_a_final_no_is_no_answer_for_the_next_try(account, booking, paid, max_, as_staff):
    client, address = as_staff(max_), f"/bookings/{booking.pk}/money/refund"
    said = {"payment": str(paid.pk), "amount": "120", "method": "", "reason": "Scratch"}
    account.next_trouble = [400]
    refused = client.post(address, said | {"key": "form:1"})
    assert (refused.status_code, taken(booking)) == (422, D(120))
    assert "The card company did not give it back." in refused.content.decode()
    key = refused.context["form"]["key"].value()
    assert client.post(address, said | {"amount": "50", "key": key}).status_code == 204
    assert client.post(address, said | {"amount": "50", "key": key}).status_code == 204
    assert (taken(booking), len(account.refunds)) == (D(70), 1)
    assert sorted(OutsideRefund.objects.values_list("status", "key")) == [
        ("DONE", "form:1"),
        ("FAILED", None),
    ]


def test_a_final_no_is_asked_again_with_the_same_key(account, booking, paid, max_):
    account.next_trouble = [400]
    said = {"reason": "Scratch", "by": max_, "key": "k"}
    assert rules.refund_card_payment(paid, D(120), **said).status == "FAILED"
    assert rules.refund_card_payment(paid, D(120), **said).status == "DONE"
    assert (taken(booking), len(account.refunds)) == (D(0), 1)


def test_more_than_was_paid_is_never_asked_for(account, paid, max_):
    calls = len(account.calls)
    with pytest.raises(Refusal, match=r"At most £120\.00"):
        rules.refund_card_payment(paid, D("120.01"), reason="Scratch", by=max_)
    assert (len(account.calls), OutsideRefund.objects.count()) == (calls, 0)


def test_a_refund_made_at_stripe_is_followed(account, booking, paid):
    account.refunds["re_x"] = {"payment_intent": "pi_1", "amount": 2000}
    heard(event("charge.refunded", account.charge("pi_1")))
    assert taken(booking) == D(100)


def test_news_in_the_wrong_order_ends_the_same(account, booking, rory):
    rules.start_card_payment(booking, D(120), by=rory)
    succeeded = account.pays("pi_1")
    account.refunds["re_x"] = {"payment_intent": "pi_1", "amount": 2000}
    part = event("charge.refunded", account.charge("pi_1"), "evt_part")
    account.refunds["re_y"] = {"payment_intent": "pi_1", "amount": 10000}
    whole = event("charge.refunded", account.charge("pi_1"), "evt_whole")
    for told in (whole, succeeded, part):
        heard(told)
    row = OutsidePayment.objects.get()
    assert (row.status, row.paid, row.refunded) == ("REFUNDED", D(120), D(120))
    assert taken(booking) == 0
    assert auditing.mistakes() == []


def test_a_dispute_is_told(account, paid, recorded):
    dispute = {"id": "dp_1", "payment_intent": "pi_1", "amount": 12000}
    heard(event("charge.dispute.created", dispute))
    row = OutsidePayment.objects.get()
    assert (row.is_disputed, row.status) == (True, "SUCCEEDED")
    assert recorded() == ["payment.disputed"]


@pytest.mark.parametrize(
    "signing", [{"secret": "whsec_other"}, {"seconds": -400}, {"seconds": 400}]
)
def test_what_is_not_freshly_signed_is_refused(account, booking, rory, signing):
    rules.start_card_payment(booking, D(120), by=rory)
    assert heard(account.pays("pi_1"), **signing).status_code == 400
    assert taken(booking) == 0
    assert not ProcessorEvent.objects.exists()


@pytest.mark.parametrize("header", ["", "v1=abc", "t=1,t=2,v1=a", "t=x,v1=a", "t=1", "t=٣,v1=ü"])
def test_a_broken_signature_is_refused(account, header):
    answer = Client().post(
        "/webhooks/stripe",
        b"{}",
        content_type="application/json",
        headers={"stripe-signature": header},
    )
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_one_of_two_signatures_is_enough_while_the_secret_changes(account, booking, rory):
    rules.start_card_payment(booking, D(120), by=rory)
    body = json.dumps(account.pays("pi_1")).encode()
    header = signed(body, secret="whsec_new").replace("v1", "v1") + "," + signed(body).split(",")[1]
    answer = Client().post(
        "/webhooks/stripe",
        body,
        content_type="application/json",
        headers={"stripe-signature": header},
    )
    assert answer.json()["outcome"] == "processed"


@pytest.mark.parametrize(
    "told",
    [
        [],
        {},
        {"id": "evt", "type": "payment_intent.succeeded", "created": 1, "data": {"object": {}}},
        {"id": "evt", "type": "charge.refunded", "created": 10**30, "data": {"object": {}}},
        {
            "id": "evt",
            "type": "payment_intent.succeeded",
            "created": 1,
            "data": {"object": {"id": "pi_1", "status": "succeeded", "amount": 12.5}},
        },
    ],
)
def test_a_signed_event_that_makes_no_sense_is_refused(account, told):
    assert heard(told).status_code == 400
    assert not ProcessorEvent.objects.exists()


def test_what_we_do_not_follow_is_heard_and_left(account):
    assert heard(event("customer.created", {"id": "cus_1"})).json()["outcome"] == "ignored"
    unknown = {"id": "pi_9", "status": "succeeded", "amount": 100}
    assert heard(event("payment_intent.succeeded", unknown)).json()["outcome"] == "unknown"


def test_only_post(account):
    answer = Client().get("/webhooks/stripe")
    assert (answer.status_code, answer["Allow"]) == (405, "OPTIONS, POST")


def test_a_refund_happened_when_it_was_given_and_not_when_it_was_paid(account, booking, paid, max_):
    with clock.at(clock.now() + timedelta(days=40)):
        rules.refund_card_payment(paid, D(20), reason="Scratch", by=max_)
    refund = LedgerTransaction.objects.get(kind="REFUND")
    assert refund.occurred_at - paid.occurred_at > timedelta(days=39)


def test_a_refund_that_was_lost_for_days_is_looked_up_and_not_asked_for_again(
    account, booking, paid, max_
):
    account.next_trouble = ["hang"]
    with pytest.raises(Refusal):
        rules.refund_card_payment(paid, D(20), reason="Scratch", by=max_)
    account.answered.clear()  # a day later its keys are forgotten
    asked = OutsideRefund.objects.select_related("payment").get()
    with clock.at(clock.now() + timedelta(days=2)):
        asked = rules.settle_refund(asked, by=max_)
    assert (asked.status, account.given_back("pi_1")) == ("DONE", 2000)
    assert taken(booking) == D(100)


def test_another_system_s_payment_in_the_same_account_is_left(account):
    theirs = {"id": "pi_theirs", "status": "succeeded", "amount": 900, "currency": "gbp"}
    answer = heard(
        event("payment_intent.succeeded", theirs | {"metadata": {"payment_id": "order-17"}})
    )
    assert (answer.status_code, answer.json()["outcome"]) == (200, "unknown")
