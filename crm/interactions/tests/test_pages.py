"""Logging what was said, from a lead's page and from a customer's."""

import json

import pytest

from crm.interactions.models import Interaction
from crm.leads import rules as leads
from crm.leads.tests.make import make_lead

TYPED = {
    "interaction_type": "CALL",
    "direction": "OUTBOUND",
    "content": "Comes on Friday",
    "sentiment": "POSITIVE",
}


@pytest.fixture
def lead(branch):
    return make_lead(branch=branch, name="Ann Able")


@pytest.fixture
def customer(lead, rory):
    return leads.convert(lead, by=rory).customer


def test_a_call_with_a_lead_is_its_first_reply(as_staff, rory, lead, recorded):
    dialog = as_staff(rory).get(f"/leads/{lead.pk}/interactions?type=SMS").content.decode()
    assert '<option value="SMS" selected>' in dialog
    response = as_staff(rory).post(f"/leads/{lead.pk}/interactions", TYPED)
    lead.refresh_from_db()
    assert response.status_code == 204
    assert lead.first_reply_at is not None
    assert json.loads(response["HX-Trigger"])["crm:lead"]["payload"]["about_id"] == str(lead.pk)
    assert recorded() == ["interaction.logged"]


def test_getting_back_to_them_is_planned_with_it(as_staff, rory, lead, recorded):
    as_staff(rory).post(
        f"/leads/{lead.pk}/interactions", TYPED | {"follow_up_date": "2099-01-05T09:15"}
    )
    lead.refresh_from_db()
    assert lead.next_follow_up.isoformat() == "2099-01-05T09:15:00+00:00"
    assert recorded() == ["interaction.logged", "lead.follow_up_scheduled"]


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"interaction_type": "TELEPATHY"}, "Select a valid choice."),
        ({"duration_minutes": "-1"}, "greater than or equal to 0"),
        ({"follow_up_date": "soon"}, "Give a day and an hour."),
        ({"follow_up_date": "2001-01-01T09:00"}, "Choose a time in the future."),
    ],
)
def test_a_mistake_is_said_and_nothing_is_logged(as_staff, rory, lead, recorded, changed, sentence):
    response = as_staff(rory).post(f"/leads/{lead.pk}/interactions", TYPED | changed)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert "Comes on Friday" in response.content.decode()
    assert recorded() == []
    assert not Interaction.objects.exists()


def test_with_a_customer(as_staff, rory, customer, recorded):
    response = as_staff(rory).post(f"/customers/{customer.pk}/interactions", TYPED)
    assert response.status_code == 204
    assert Interaction.objects.get().customer == customer
    assert recorded() == ["interaction.logged"]


def test_who_may_log(client, as_staff, mia, rex, lead, customer, recorded):
    for path in (f"/leads/{lead.pk}/interactions", f"/customers/{customer.pk}/interactions"):
        assert client.post(path, TYPED).status_code == 302
        assert as_staff(mia).post(path, TYPED).status_code == 403
        assert as_staff(rex).post(path, TYPED).status_code == 404
    assert recorded() == []
