"""The next best action: the most pressing true thing, for whoever may do it."""

import pytest

from crm.consent import rules as consent
from crm.customers import rules as customers
from crm.customers.tests.make import customer
from crm.dashboard.next_action import Situation, next_action
from crm.interactions import rules as interactions
from crm.interactions.tests.make import in_hours, overdue, talk
from crm.lifecycle.models import Lifecycle


@pytest.fixture
def ann(branch):
    return customer(branch, email="ann@example.org")


def title(ann, staff):
    lifecycle = Lifecycle.objects.filter(customer=ann).first()
    found = next_action(Situation(ann, staff, lifecycle, consent.verdicts(ann)))
    return found and found.title


def asked(ann, by):
    consent.record("ann@example.org", consent.Statement("EMAIL", "MARKETING", "GIVEN", "?"), by=by)


def test_consent_is_asked_for_once(ann, rory, mia):
    assert title(ann, rory) == "Ask whether they want news"
    assert title(ann, mia) is None  # she may not record it
    asked(ann, rory)
    assert title(ann, rory) is None


def test_a_stage_says_when_to_be_in_touch_until_somebody_is(ann, branch, rory):
    row = Lifecycle(customer=ann, current_stage="LEAD", stage_entered_at=in_hours(-50))
    row.next_action_due = in_hours(-1)
    row.save()
    assert title(ann, rory) == "Time to be in touch"
    talk(branch, rory, customer=ann, direction="OUTBOUND")
    assert title(ann, rory) == "Ask whether they want news"


def test_a_likely_duplicate_comes_before_it(ann, branch, rory, olga):
    customer(branch, email="ann@example.org")
    customers.look([ann.pk])
    assert title(ann, olga) == "Are they here twice?"
    assert title(ann, rory) == "Ask whether they want news"  # the front desk does not merge


def test_a_message_waits_until_somebody_answers(ann, branch, rory):
    talk(branch, rory, customer=ann, interaction_type="SMS", content="Is it ready?")
    assert title(ann, rory) == "Answer their message"
    talk(branch, rory, customer=ann, direction="OUTBOUND")
    assert title(ann, rory) == "Ask whether they want news"


def test_an_overdue_promise_comes_first_of_all(ann, branch, rory):
    row = overdue(talk(branch, rory, customer=ann, follow_up_date=in_hours(1)))
    talk(branch, rory, customer=ann, interaction_type="SMS", content="Hello?")
    assert title(ann, rory) == "Get back to them"
    interactions.complete_follow_up(row, by=rory)
    assert title(ann, rory) == "Answer their message"


def test_it_stands_on_the_page_with_its_button(as_staff, rory, ann):
    page = as_staff(rory).get(f"/customers/{ann.pk}").content.decode()
    assert "Ask whether they want news" in page
    assert f'hx-get="/customers/{ann.pk}/consents/new?channel=EMAIL"' in page
