"""Taking a device in at the counter, as people meet it."""

import re
from decimal import Decimal

import pytest

from crm.bookings.models import Booking
from crm.bookings.tests.make import make_device
from crm.catalogue.tests import make as catalogue
from crm.customers.models import Customer, Device
from crm.customers.rules.devices import DeviceCard, register_device
from crm.customers.tests import make as people
from crm.leads.tests.make import make_lead


def new(**typed):
    return {
        "problem_description": "Cracked",
        "repair_type": "SCREEN_REPAIR",
        "urgency_level": "STANDARD",
        "service_type": "bring_in",
        "promised_at": "2190-01-15T16:00",
    } | typed


def test_somebody_new_is_booked_in_with_their_device(as_staff, rory, branch, recorded):
    model = catalogue.model("iPhone 13")
    typed = new(
        name="Ann Able",
        phone="07700 900123",
        device="Apple iPhone 13",
        model=str(model.pk),
        branch=str(branch.pk),
    )
    answer = as_staff(rory).post("/bookings/new", typed)
    booking = Booking.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/bookings/{booking.pk}")
    assert booking.customer.name == "Ann Able"
    assert booking.device.model == model
    assert booking.base_price == booking.price_quote.total
    why = f"/pricing/quotes/{booking.price_quote_id}"
    assert f'href="{why}"' in as_staff(rory).get(answer["Location"]).content.decode()
    assert as_staff(rory).get(why).status_code == 200
    assert recorded()[0] == "customer.created"


def test_a_mistake_keeps_every_word_and_makes_nobody(as_staff, rory, branch, recorded):
    typed = new(name="Ann Able", promised_at="2020-01-15T16:00", branch=str(branch.pk), device="")
    answer = as_staff(rory).post("/bookings/new", typed)
    seen = answer.content.decode()
    assert answer.status_code == 422
    assert "Say which device it is" in seen
    assert 'value="Ann Able"' in seen
    late = typed | {"device": "MacBook"}
    answer = as_staff(rory).post("/bookings/new", late)
    assert "A promise needs a time in the future." in answer.content.decode()
    wrong = typed | {"device": "iPhone", "promised_at": "", "serial_number": "490154203237517"}
    answer = as_staff(rory).post("/bookings/new", wrong)
    assert answer.status_code == 422
    assert (Customer.objects.count(), Device.objects.count(), recorded()) == (0, 0, [])


def test_a_mistake_is_where_one_goes_on_typing(as_staff, rory, branch):
    model = catalogue.model("iPhone 13")
    typed = new(name="Ann", device="ipone", model=str(model.pk), branch=str(branch.pk))
    answer = as_staff(rory).post("/bookings/new", typed | {"problem_description": ""})
    seen = answer.content.decode()
    assert "Say what is wrong, in the customer&#x27;s words." in seen
    focused = re.findall(r"<[^>]* autofocus[^>]*>", seen)
    assert len(focused) == 1
    assert 'id="id_problem_description"' in focused[0]
    assert f'value="{model.pk}" checked' in seen  # what was chosen stays in sight


def test_a_customer_we_know_chooses_their_device(as_staff, page, rory, branch, customer, device):
    path = f"/bookings/new?customer={customer.pk}"
    assert "MacBook Pro 14" in page(rory, path)
    typed = new(device_id=str(device.pk), branch=str(branch.pk), base_price="99")
    as_staff(rory).post(path, typed)
    booking = Booking.objects.get()
    assert (booking.customer, booking.device, booking.base_price) == (customer, device, Decimal(99))


def test_a_lead_brings_its_words_along(as_staff, page, rory, branch):
    interest = {"brand": "Apple", "model": "iPhone 13", "issue": "Cracked screen"}
    lead = make_lead(branch=branch, phone="07700 900482", device_interest=interest)
    path = f"/bookings/new?lead={lead.pk}"
    seen = page(rory, path)
    assert 'value="Apple iPhone 13"' in seen
    assert "Cracked screen" in seen
    as_staff(rory).post(path, new(device="Apple iPhone 13", branch=str(branch.pk)))
    lead.refresh_from_db()
    assert (lead.status, Booking.objects.get().lead) == ("CONVERTED", lead)


@pytest.mark.parametrize(
    ("issue", "asked", "repair"),
    [
        ("liquid damage", "", "WATER_DAMAGE"),
        ("It went dark", "", "SCREEN_REPAIR"),
        ("It went dark", "battery_replacement", "BATTERY_REPLACEMENT"),
        ("It went dark", "MAGIC", "SCREEN_REPAIR"),
    ],
)
def test_a_lead_brings_the_repair_it_asked_for(page, rory, branch, issue, asked, repair):
    lead = make_lead(
        branch=branch, device_interest={"issue": issue}, source_details={"service_type": asked}
    )
    seen = page(rory, f"/bookings/new?lead={lead.pk}")
    assert f'<option value="{repair}" selected>' in seen


@pytest.fixture
def elsewhere(branch, rory):
    """Bob's phone, on record."""
    bob = people.customer(branch, "Bob Busy")
    card = DeviceCard(label="iPhone 13", imei="490154203237518")
    return register_device(bob, card, by=rory)[0]


def test_a_device_that_was_here_before_is_asked_about_and_handed_on(
    as_staff, rory, branch, elsewhere
):
    typed = new(name="Ann Able", device="iPhone", serial_number="490154203237518")
    typed |= {"branch": str(branch.pk)}
    answer = as_staff(rory).post("/bookings/new", typed)
    seen = answer.content.decode()
    assert answer.status_code == 409
    assert "it is on record as Bob Busy’s." in seen
    assert "Transfer it from Bob Busy" in seen
    assert "It is another device" not in seen  # nothing shares an IMEI
    assert not Booking.objects.exists()
    as_staff(rory).post("/bookings/new", typed | {"if_known": "transfer"})
    booking = Booking.objects.get()
    elsewhere.refresh_from_db()
    assert (booking.device, elsewhere.customer.name) == (elsewhere, "Ann Able")


def test_a_doubtful_serial_number_is_asked_about(as_staff, rory, branch):
    typed = new(name="Ann Able", device="MacBook Pro", serial_number="C02XO1JVJG5")
    typed |= {"branch": str(branch.pk)}
    answer = as_staff(rory).post("/bookings/new", typed)
    assert answer.status_code == 409
    assert "Yes, C02X01JVJG5" in answer.content.decode()
    as_staff(rory).post("/bookings/new", typed | {"meant": "C02X01JVJG5"})
    as_staff(rory).post("/bookings/new", typed | {"keep_serial": "1"})
    kept = Booking.objects.order_by("number").values_list("device__serial_number", flat=True)
    assert list(kept) == ["C02X01JVJG5", "C02XO1JVJG5"]


def test_rex_books_nobody_of_ours(as_staff, rex, customer, branch):
    lead = make_lead(branch=branch, name="Ann Able")
    assert as_staff(rex).get(f"/bookings/new?customer={customer.pk}").status_code == 404
    assert as_staff(rex).get(f"/bookings/new?lead={lead.pk}").status_code == 404
    found = as_staff(rex).get("/bookings/new/customers", {"q": "Priya"}).content.decode()
    assert "Priya" not in found


def test_help_while_typing(page, rory, customer):
    model = catalogue.model("iPhone 13", year=2021)
    assert f"/bookings/new?customer={customer.pk}" in page(
        rory, "/bookings/new/customers", q="priya"
    )
    assert "iPhone 13" in page(rory, "/bookings/new/models", device="iphone 13")
    assert f'value="{model.pk}" checked' not in page(rory, "/bookings/new/models", device="iphone")
    for whole in ("apple iphone 13", "Apple iPhone 13 2021"):
        assert f'value="{model.pk}" checked' in page(rory, "/bookings/new/models", device=whole)
    price = page(rory, "/bookings/new/price", repair_type="SCREEN_REPAIR", urgency_level="URGENT")
    assert "By the price rules" in price
    assert "type what you agreed" in page(rory, "/bookings/new/price", repair_type="MAGIC")
    assert 'name="promised_at"' in page(rory, "/bookings/new/promise", urgency_level="URGENT")


def test_nobody_meets_a_customer_they_made_up(as_staff, tess, branch):
    make_device(people.customer(branch, "Ann Able"))
    answer = as_staff(tess).post(
        "/bookings/new", new(name="Bob", device="X", branch=str(branch.pk))
    )
    assert answer.status_code == 422
    assert Customer.objects.count() == 1
