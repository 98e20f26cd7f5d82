"""Facts of a lead change where they stand, and two people never overwrite each other unseen."""

import pytest

from crm.leads import rules
from crm.leads.tests.make import make_lead


@pytest.fixture
def lead(branch):
    return make_lead(branch=branch, name="Ann Able", phone="07700 900482")


@pytest.fixture
def desk(as_staff, rory):
    return as_staff(rory)


def test_a_fact_is_saved_and_shown(desk, lead, recorded):
    form = desk.get(f"/leads/{lead.pk}/facts/email/form").content.decode()
    assert f'hx-post="/leads/{lead.pk}/facts/email/change"' in form
    response = desk.post(
        f"/leads/{lead.pk}/facts/email/change",
        {"email": "Ann@Example.org", "version": lead.version},
    )
    lead.refresh_from_db()
    assert response.status_code == 200
    assert "Ann@Example.org" in response.content.decode()
    assert (lead.email, lead.contact_info["phone"]) == ("ann@example.org", "07700 900482")
    assert recorded() == ["lead.edited"]


def test_what_somebody_else_changed_is_shown_and_what_was_typed_is_kept(desk, lead, rory, recorded):
    old = lead.version
    rules.edit(lead, {"contact_info": {"name": "Ann Able", "phone": "07700 900999"}}, by=rory)
    recorded.begin()
    response = desk.post(
        f"/leads/{lead.pk}/facts/phone/change", {"phone": "07700 900111", "version": old}
    )
    page = response.content.decode()
    assert response.status_code == 412
    assert "It says “07700 900999” now" in page
    assert 'value="07700 900111"' in page
    assert f'name="version" value="{old + 1}"' in page
    assert recorded() == []
    again = desk.post(
        f"/leads/{lead.pk}/facts/phone/change", {"phone": "07700 900111", "version": old + 1}
    )
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("email", "not an address", "That does not look like an email address."),
        ("estimated_value", "-3", "Ensure this value is greater than or equal to 0."),
        ("urgency_level", "SOON", "Select a valid choice."),
        ("year", "1066", "Ensure this value is greater than or equal to 1980."),
    ],
)
def test_a_mistake_is_named_and_kept(desk, lead, recorded, name, typed, sentence):
    response = desk.post(f"/leads/{lead.pk}/facts/{name}/change", {name: typed})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert recorded() == []


def test_what_verbs_own_is_no_fact(desk, lead):
    assert desk.get(f"/leads/{lead.pk}/facts/status/form").status_code == 404


def test_a_typed_name_outranks_the_parts_another_system_sent(desk, branch):
    contact = {"first_name": "An", "last_name": "Abel", "name": "An Abel"}
    lead = make_lead(branch=branch, contact_info=contact)
    desk.post(f"/leads/{lead.pk}/facts/name/change", {"name": "Ann Able"})
    lead.refresh_from_db()
    assert lead.contact_info == {"name": "Ann Able"}


def test_the_page_offers_links_with_a_ready_sentence(desk, lead):
    page = desk.get(f"/leads/{lead.pk}").content.decode()
    assert 'href="tel:+447700900482"' in page
    assert "sms:+447700900482?body=Hi%20Ann%2C%20it%27s%20Fixit%20London" in page
    assert 'style="' not in page


def test_a_reader_sees_no_buttons_that_change(as_staff, mia, lead):
    page = as_staff(mia).get(f"/leads/{lead.pk}").content.decode()
    assert "Ann Able" in page
    assert "/facts/phone/form" not in page
    assert "Qualify</button>" not in page


@pytest.mark.parametrize("number", [0, 1, 10])
def test_the_page_costs_the_same_however_many_follow_ups(
    desk, lead, rory, django_assert_num_queries, number
):
    from datetime import timedelta

    from crm.lib import clock

    for days in range(1, number + 1):
        rules.schedule_follow_up(lead, due_at=clock.now() + timedelta(days=days), by=rory)
    desk.get(f"/leads/{lead.pk}")
    with django_assert_num_queries(8):
        desk.get(f"/leads/{lead.pk}")
