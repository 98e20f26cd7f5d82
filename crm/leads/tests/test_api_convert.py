"""POST /leads/{id}/convert."""

import pytest

from crm.customers.models import Customer
from crm.leads.tests.make import make_lead


def test_a_lead_becomes_a_customer_once(api, rory, lead, recorded):
    first = api(rory).post(f"/leads/{lead.pk}/convert", if_match='"1"')
    customer = Customer.objects.get()
    assert first.status_code == 200
    assert first.json()["customer_id"] == str(customer.pk)
    assert first.json()["is_new_customer"] is True
    assert first.json()["lead"]["status"] == "CONVERTED"
    assert first.json()["lead"]["converted_customer_id"] == str(customer.pk)
    again = api(rory).post(f"/leads/{lead.pk}/convert", {})
    assert (again.status_code, again.json()["is_new_customer"]) == (200, False)
    assert api(rory).get(f"/customers/{customer.pk}/lifecycle").json()["current_stage"] == (
        "CUSTOMER"
    )
    assert recorded().count("lead.converted") == 1
    assert recorded().count("customer.created") == 1


def test_a_person_decides_who_it_is(api, rory, lead, branch, recorded):
    known = api(rory).post("/customers", {"first_name": "Priya", "last_name": "Shah"}).json()
    done = api(rory).post(f"/leads/{lead.pk}/convert", {"customer_id": known["id"]})
    assert done.json()["customer_id"] == known["id"]
    assert Customer.objects.count() == 1
    assert "lead.converted" in recorded()


def test_a_customer_of_another_branch_is_as_good_as_missing(api, rory, rex, lead, recorded):
    theirs = api(rex).post("/customers", {"first_name": "Ann"}).json()["id"]
    before = recorded()
    response = api(rory).post(f"/leads/{lead.pk}/convert", {"customer_id": theirs})
    lead.refresh_from_db()
    assert (response.status_code, lead.status) == (404, "ACTIVE")
    assert recorded() == before


def test_a_lost_lead_is_not_converted(api, rory, branch, recorded):
    lost = make_lead(branch=branch, status="LOST", lost_reason="Too expensive")
    assert api(rory).post(f"/leads/{lost.pk}/convert").status_code == 409
    assert Customer.objects.count() == 0
    assert recorded() == ["lead.created"]


def test_somebody_decided_upon_is_given_what_the_lead_left(api, rory, branch, recorded):
    known = api(rory).post("/customers", {"first_name": "Grandma"}).json()
    lead = make_lead(branch=branch, phone="07700 900482")
    recorded.begin()
    api(rory).post(f"/leads/{lead.pk}/convert", {"customer_id": known["id"]})
    customer = Customer.objects.get()
    assert (customer.name, customer.phone) == ("Grandma", "+447700900482")
    assert [point.value for point in customer.contact_points.all()] == ["+447700900482"]
    assert recorded() == [
        "customer.edited",
        "customer.access_granted",
        "lead.converted",
        "lifecycle.begun",
    ]


@pytest.mark.parametrize(
    ("left", "kept"),
    [
        ({"language": "en-GB"}, ("en-GB", "EMAIL", {})),
        ({"language": "the Queen's English"}, ("", "EMAIL", {})),
        ({"language": ["en"]}, ("", "EMAIL", {})),
        ({"preferred_contact": "SMS"}, ("", "SMS", {})),
        ({"preferred_contact": "pigeon"}, ("", "EMAIL", {})),
        ({"preferred_contact": {"by": "SMS"}}, ("", "EMAIL", {})),
        ({"address": {"city": "London"}}, ("", "EMAIL", {"city": "London"})),
        ({"address": "12 Lordship Lane"}, ("", "EMAIL", {})),
    ],
)
def test_what_a_customer_cannot_hold_stays_with_the_lead(api, rory, branch, left, kept):
    contact = {"name": "Priya Nair", "phone": f"07700{' ' * 100}900482", **left}
    lead = make_lead(branch=branch, contact_info=contact)
    assert api(rory).post(f"/leads/{lead.pk}/convert").status_code == 200
    customer = Customer.objects.get()
    assert (customer.language, customer.preferred_contact, customer.address) == kept
    assert (customer.phone, customer.phone_typed) == ("+447700900482", "07700 900482")
