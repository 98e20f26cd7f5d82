from decimal import Decimal

import pytest

from crm.bookings.tests.make import make_booking
from crm.interactions import rules as interactions
from crm.leads import rules
from crm.leads.tests.make import make_lead
from crm.payments import rules as payments

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(branch, rory):
    return make_lead(branch=branch, by=rory, name="Hannah Price")


def get(browser, about, **query):
    return browser.get("/activity/timeline", {"about": about, **query})


def test_it_tells_what_happened_to_a_lead_newest_first(as_staff, lead, rory):
    rules.qualify(lead, by=rory)
    said = interactions.Said(interaction_type="CALL", direction="INBOUND", content="Battery dies.")
    interactions.log(said, by=rory, branch=lead.branch, lead=lead)
    page = get(as_staff(rory), f"lead:{lead.pk}").content.decode()
    assert page.index("Battery dies.") < page.index("qualified the lead")
    assert page.index("qualified the lead") < page.index("new lead")


def test_a_kind_narrows_it(as_staff, lead, rory):
    page = get(as_staff(rory), f"lead:{lead.pk}", kind="talks").content.decode()
    assert "new lead" not in page
    assert "Nothing here yet" in page


def test_the_older_part_follows_on_request(as_staff, lead, rory):
    for number in range(25):
        rules.schedule_follow_up(
            lead,
            due_at=lead.created_at.replace(year=2190),
            by=rory,
            channel="CALL",
            note=f"n{number}.",
        )
        lead.refresh_from_db()
    first = get(as_staff(rory), f"lead:{lead.pk}")
    assert first.content.decode().count("<li>") == 20
    older = first.context["older"]
    rest = as_staff(rory).get(older).content.decode()
    assert "new lead" in rest
    assert "<h2>" not in rest


def test_another_branchs_lead_has_no_story(as_staff, lead, rex):
    assert get(as_staff(rex), f"lead:{lead.pk}").status_code == 404


NOBODY = "01930000-0000-7000-8000-000000000000"


@pytest.mark.parametrize("about", ["", "lead", "lead:x", "lead:\0", "staff:1", f"lead:{NOBODY}"])
def test_nothing_is_told_of_what_does_not_exist(as_staff, rory, about):
    assert get(as_staff(rory), about).status_code == 404


def test_a_made_up_place_in_it_is_refused(as_staff, lead, rory):
    answer = get(as_staff(rory), f"lead:{lead.pk}", before="nonsense")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "before"


def test_a_customers_story_holds_that_of_the_lead_they_were(as_staff, lead, rory):
    rules.qualify(lead, by=rory)
    customer = rules.convert(lead, by=rory).customer
    page = get(as_staff(rory), f"customer:{customer.pk}").content.decode()
    assert "qualified the lead" in page
    assert "Became a customer" in page


@pytest.mark.parametrize("kind", ["", "talks", "changes"])
def test_who_may_not_read_conversations_reads_only_the_changes(as_staff, lead, rory, kind):
    said = interactions.Said("CALL", "INBOUND", content="Battery dies.")
    interactions.log(said, by=rory, branch=lead.branch, lead=lead)
    rory.scopes = ["leads.view"]
    rory.save(update_fields=["scopes"])
    page = get(as_staff(rory), f"lead:{lead.pk}", kind=kind).content.decode()
    assert "Battery dies." not in page
    assert "new lead" in page


def test_who_may_not_see_money_is_told_nothing_of_it(as_staff, branch, rory, tess):
    paid = make_booking(branch=branch, by=rory, technician=tess)
    payments.take_deposit(paid, Decimal(50), method="CASH", by=rory)
    about = f"customer:{paid.customer_id}"
    assert "£50" in get(as_staff(rory), about).content.decode()
    told = get(as_staff(tess), about).content.decode()
    assert paid.reference in told
    assert "£50" not in told
    assert "Money" not in told
