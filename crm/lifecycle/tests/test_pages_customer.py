"""Where a customer stands, on their page: history, moving, being in touch, facts in place."""

import json

import pytest

from crm.lifecycle import rules
from crm.lifecycle.models import Lifecycle, StageMove


@pytest.fixture
def at(customer):
    return f"/customers/{customer.pk}/lifecycle"


def life(customer):
    return Lifecycle.objects.get(customer=customer)


def test_the_history_says_why_and_what_was_known(as_staff, rory, customer, at):
    rules.move(customer, "ADVOCACY", reason="Sends us everybody", by=rory)
    page = as_staff(rory).get(at).content.decode()
    assert "Sends us everybody" in page
    assert "moved by Rory Reception" in page
    assert "<dt>Times they became a customer</dt><dd>1</dd>" in page
    assert "<dt>Has a qualified lead open</dt><dd>no</dd>" in page
    assert "<dt>Score of the lead</dt>" in page
    assert "move to another stage" not in page.lower()  # not hers to do


def test_a_dropped_card_asks_why_and_then_moves(as_staff, olga, customer, at, recorded):
    browser = as_staff(olga)
    asked = browser.get(f"{at}/move?to=RETENTION").content.decode()
    assert 'value="RETENTION" required id="id_to_2" checked' in asked or (
        'value="RETENTION"' in asked and "checked" in asked
    )
    empty = browser.post(f"{at}/move", {"to": "RETENTION", "reason": " ", "seen": "1"})
    assert empty.status_code == 422
    assert "Say why, so that others can learn from it." in empty.content.decode()
    done = browser.post(f"{at}/move", {"to": "RETENTION", "reason": "Paid", "seen": "1"})
    assert done.status_code == 204
    assert json.loads(done["HX-Trigger"])["crm:lifecycle"]["payload"]["customer_id"] == str(
        customer.pk
    )
    assert life(customer).current_stage == "RETENTION"
    assert StageMove.objects.get(to_stage="RETENTION").by_hand
    assert recorded() == ["lifecycle.moved"]


def test_whoever_was_slower_keeps_their_words_and_is_told(as_staff, olga, customer, at, rory):
    rules.move(customer, "LEAD", reason="Mistake", by=rory)
    browser = as_staff(olga)
    late = browser.post(f"{at}/move", {"to": "ADVOCACY", "reason": "Loves us", "seen": "1"})
    page = late.content.decode()
    assert late.status_code == 422
    assert "Somebody else has moved or changed them. They are in Lead now." in page
    assert "Loves us" in page
    assert life(customer).current_stage == "LEAD"
    assert 'name="seen" value="2"' in page
    again = browser.post(f"{at}/move", {"to": "ADVOCACY", "reason": "Loves us", "seen": "2"})
    assert again.status_code == 204


def test_been_in_touch(as_staff, rory, customer, at, recorded):
    assert as_staff(rory).post(f"{at}/touch").status_code == 204
    assert recorded() == ["lifecycle.touched"]


def test_facts_are_changed_where_they_stand(as_staff, rory, tess, customer, at, recorded):
    browser = as_staff(rory)
    form = browser.get(f"{at}/assigned_to/form").content.decode()
    assert "Tess Technician" in form
    saved = browser.post(f"{at}/assigned_to/change", {"assigned_to": str(tess.pk), "version": "1"})
    assert "Tess Technician" in saved.content.decode()
    value = browser.post(f"{at}/estimated_value/change", {"estimated_value": "80", "version": "2"})
    assert "£80.00" in value.content.decode()
    due = browser.post(
        f"{at}/next_action_due/change", {"next_action_due": "2099-05-04T09:15", "version": "3"}
    )
    assert "4 May 2099, 09:15" in due.content.decode()
    browser.post(f"{at}/estimated_value/change", {"estimated_value": "", "version": "4"})
    row = life(customer)
    assert (row.assigned_to, row.estimated_value, row.version) == (tess, 0, 5)
    assert browser.get(f"{at}/previous_stage/form").status_code == 404
    assert recorded() == ["customer.access_granted", *["lifecycle.edited"] * 4]


def test_bad_input_stays_in_the_field(as_staff, rory, customer, at, recorded):
    answer = as_staff(rory).post(
        f"{at}/estimated_value/change", {"estimated_value": "-5", "version": "1"}
    )
    assert answer.status_code == 422
    assert 'value="-5"' in answer.content.decode()
    assert recorded() == []


def test_another_branch_finds_nothing(as_staff, rex, customer, at, recorded):
    browser = as_staff(rex)
    for path in (at, f"{at}/assigned_to", f"{at}/assigned_to/form"):
        assert browser.get(path).status_code == 404
    for path in (f"{at}/touch", f"{at}/assigned_to/change"):
        assert browser.post(path).status_code == 404
    assert browser.post(f"{at}/move").status_code == 403  # nor may the desk at all
    assert recorded() == []


def test_the_customers_page_shows_where_they_stand(as_staff, olga, customer):
    page = as_staff(olga).get(f"/customers/{customer.pk}").content.decode()
    assert f'hx-get="/customers/{customer.pk}/lifecycle"' in page
    assert "Been in touch" in page
    assert "Lead score" in page
