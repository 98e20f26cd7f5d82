"""Customer updates and payments: they find their person, or wait for them."""

import pytest

from crm.activity import listeners
from crm.activity.models import Event
from crm.consent.models import Consent
from crm.customers import rules as customers
from crm.customers.models import Customer
from crm.integrations import rules
from crm.integrations.models import Approval, Delivery
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver
from crm.interactions.models import Interaction
from crm.leads.models import Lead
from crm.lib import clock


def status(endpoint, body):
    return deliver(endpoint, body).json()["data"]["status"]


def hear(recorded):
    """What the log's reader would do with everything recorded so far."""
    (follower,) = [each for each in listeners.followers() if each.name == "integrations.catch_up"]
    for event in recorded.events():
        if event.verb in follower.rules:
            follower.answer(event)


@pytest.fixture
def hannah(rory, branch):
    profile = customers.Profile(
        first_name="Hannah", last_name="Whitmore", email="hannah.w@example.co.uk"
    )
    customer = customers.make(profile, by=rory, branch=branch)
    return customers.link(customer, source="revivatech", external_id="clx1user0001", by=rory)


def test_only_named_fields_change_and_nothing_is_blanked(hannah, recorded):
    named = ["phone", "last_name", "address"]
    body = sent.update(customer__updatedFields=named)
    assert status("customer-update", body) == "processed"
    hannah.refresh_from_db()
    assert (hannah.first_name, hannah.last_name) == ("Hannah", "Whitmore-Jones")
    assert (hannah.phone, hannah.language, hannah.address) == ("+447700900999", "", {})
    assert recorded() == ["customer.edited"]
    assert Event.objects.latest("seq").particulars["before"]["last_name"] == "Whitmore"


def test_an_older_update_that_arrives_later_changes_nothing(hannah):
    status("customer-update", sent.update())
    older = sent.update(
        metadata__updatedAt="2026-11-20T10:59:00Z", customer__currentData={"lastName": "Before"}
    )
    assert status("customer-update", older) == "duplicate"
    hannah.refresh_from_db()
    assert hannah.last_name == "Whitmore-Jones"


def test_a_phone_that_is_none_leaves_ours_and_changes_the_rest(hannah):
    data = {"phone": "unknown", "lastName": "Jones"}
    status("customer-update", sent.update(customer__currentData=data))
    hannah.refresh_from_db()
    assert (hannah.phone, hannah.last_name) == ("", "Jones")


def test_a_changed_preference_is_recorded_as_consent_and_taken_back(hannah):
    for given, at in ((True, "11:00"), (False, "12:00")):
        body = sent.update(
            customer__updatedFields=["preferences"],
            customer__currentData={"preferences": {"newsletter": given}},
            metadata__updatedAt=f"2026-11-20T{at}:00Z",
        )
        assert status("customer-update", body) == "processed"
    decisions = Consent.objects.order_by("recorded_at").values_list("decision", flat=True)
    assert list(decisions) == ["GIVEN", "WITHDRAWN"]


def test_an_update_waits_for_its_person_and_is_read_when_they_appear(rory, recorded):
    assert status("customer-update", sent.update()) == "waiting"
    deliver("customer-registration", sent.registration())
    rules.approve(Approval.objects.get(), by=rory)
    hear(recorded)
    assert Customer.objects.get().last_name == "Whitmore-Jones"
    assert Delivery.objects.get(endpoint="customer-update").outcome == "processed"


def test_what_turns_out_unreadable_does_not_stop_the_log(rory, recorded):
    status("customer-update", sent.update())
    Delivery.objects.update(body=b"{nope")
    deliver("customer-registration", sent.registration())
    rules.approve(Approval.objects.get(), by=rory)
    hear(recorded)
    assert Delivery.objects.get(endpoint="customer-update").outcome == "rejected"


def test_an_update_about_nobody_is_refused():
    answer = deliver("customer-update", {"customer": {"updatedFields": ["phone"]}})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (
        422,
        "customer.websiteUserId",
    )


def test_a_payment_stands_in_the_conversation_once(hannah, recorded):
    assert status("payment-status", sent.payment()) == "processed"
    assert status("payment-status", sent.payment()) == "duplicate"
    entry = Interaction.objects.get()
    assert (entry.interaction_type, entry.direction) == ("PAYMENT", "INBOUND")
    assert entry.subject == "Payment received: £149.50"
    assert entry.customer == hannah
    assert entry.metadata["transaction_id"] == "pi_1"
    assert recorded() == ["interaction.logged"]


def test_another_status_of_the_payment_is_news_again(hannah):
    status("payment-status", sent.payment(payment__status="PROCESSING"))
    status("payment-status", sent.payment(payment__status="refunded"))
    subjects = Interaction.objects.order_by("created_at").values_list("subject", flat=True)
    assert list(subjects) == ["Payment in progress: £149.50", "Payment refunded: £149.50"]


def test_a_payment_is_known_by_its_repair_and_waits_until_then(rory, recorded):
    body = sent.payment(customer__email="", customer__websiteUserId="")
    assert status("payment-status", body) == "waiting"
    deliver("repair-request", sent.repair())
    rules.approve(Approval.objects.get(), by=rory)
    hear(recorded)
    assert Interaction.objects.get().lead == Lead.objects.get()
    assert Delivery.objects.get(endpoint="payment-status").outcome == "processed"


def test_a_repeat_of_what_waits_does_not_wait_twice(recorded):
    assert status("payment-status", sent.payment()) == "waiting"
    assert status("payment-status", sent.payment()) == "duplicate"


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59-05:00"])
def test_a_moment_outside_the_calendar_is_none(hannah, moment):
    assert status("payment-status", sent.payment(payment__processedAt=moment)) == "processed"
    assert status("customer-update", sent.update(metadata__updatedAt=moment)) == "processed"
    assert Interaction.objects.get().occurred_at.year == clock.now().year


def test_letters_that_grow_when_written_large_are_cut(hannah):
    body = sent.payment(payment__status="ß" * 50, payment__paymentId="x" * 250)
    assert status("payment-status", body) == "processed"
