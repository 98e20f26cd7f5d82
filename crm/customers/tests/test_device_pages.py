"""Devices in a browser: the tab, the passport, registering with questions, handing on."""

import pytest

from crm.catalogue.tests import make as catalogue
from crm.customers import rules
from crm.customers.models import Device
from crm.customers.tests import make

IMEI = "356938035643809"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able")


@pytest.fixture
def bob(branch):
    return make.customer(branch, "Bob Baker")


def text(response):
    return response.content.decode()


def test_the_tab_shows_what_they_have_now(as_staff, rory, ann, bob):
    make.device(ann, "iPhone 13", imei=IMEI)
    sold = make.device(ann, "MacBook Pro")
    rules.transfer_device(sold, to=bob, by=rory)
    tab = text(as_staff(rory).get(f"/customers/{ann.pk}/devices"))
    assert "iPhone 13" in tab
    assert IMEI in tab
    assert "MacBook" not in tab
    page = text(as_staff(rory).get(f"/customers/{ann.pk}"))
    assert f"/customers/{ann.pk}/devices" in page


def test_an_empty_tab_says_what_to_do(as_staff, rory, ann):
    tab = text(as_staff(rory).get(f"/customers/{ann.pk}/devices"))
    assert "No devices yet" in tab
    assert "Register a device" in tab


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_tab_costs_the_same_for_any_number(
    as_staff, rory, ann, number, django_assert_num_queries
):
    model = catalogue.model("iPhone 13")
    for _index in range(number):
        make.device(ann, "", model=model, category=model.category)
    browser = as_staff(rory)
    browser.get(f"/customers/{ann.pk}/devices")
    with django_assert_num_queries(5):
        browser.get(f"/customers/{ann.pk}/devices")


def test_the_passport_tells_whose_it_was_and_what_ails_such_devices(
    as_staff, rory, ann, bob, django_assert_max_num_queries
):
    model = catalogue.model("iPhone 13", common_issues=["Cracked screen"], year=2021)
    device = make.device(ann, "Blue phone", model=model, imei=IMEI, notes="Bent frame")
    rules.transfer_device(device, to=bob, by=rory)
    browser = as_staff(rory)
    with django_assert_max_num_queries(12):
        page = text(browser.get(f"/devices/{device.pk}"))
    for words in ("Blue phone", IMEI, "Bent frame", "Cracked screen", "Ann Able", "Bob Baker"):
        assert words in page
    story = text(browser.get("/activity/timeline", {"about": f"device:{device.pk}"}))
    assert "handed Blue phone over from another customer" in story
    assert "over to another customer" not in story
    theirs = text(browser.get("/activity/timeline", {"about": f"customer:{ann.pk}"}))
    assert "handed Blue phone over to another customer" in theirs


def test_owners_of_another_branch_have_no_name(as_staff, rex, olga, ann, other_branch):
    theirs = make.customer(other_branch, "Cat Cole")
    device = rules.transfer_device(make.device(ann), to=theirs, by=olga)
    page = text(as_staff(rex).get(f"/devices/{device.pk}"))
    assert "Somebody at another branch" in page
    assert "Able" not in page
    assert str(ann.pk) not in page


def test_a_device_is_registered_with_a_suggested_model(as_staff, rory, ann, recorded):
    model = catalogue.model("iPhone 13")
    browser, path = as_staff(rory), f"/customers/{ann.pk}/devices/new"
    assert "Register a device of Ann Able" in text(browser.get(path))
    typed = {"label": "blue iPhone", "model": model.pk, "imei": IMEI, "colour": "blue"}
    answer = browser.post(path, typed, headers=HTMX)
    device = Device.objects.get()
    assert answer["HX-Redirect"] == f"/devices/{device.pk}"
    assert (device.model, device.category, device.imei) == (model, model.category, IMEI)
    assert recorded() == ["device.registered"]


def test_a_wrong_imei_comes_back_with_every_word(as_staff, rory, ann, recorded):
    typed = {"label": "blue iPhone", "imei": "356938035643808", "notes": "smells of coffee"}
    answer = as_staff(rory).post(f"/customers/{ann.pk}/devices/new", typed, headers=HTMX)
    assert answer.status_code == 422
    for words in ("check digit does not fit", "356938035643808", "smells of coffee"):
        assert words in text(answer)
    assert not Device.objects.exists()
    assert recorded() == []


def test_a_doubtful_serial_number_is_asked_about_and_answered(as_staff, rory, ann):
    browser, path = as_staff(rory), f"/customers/{ann.pk}/devices/new"
    typed = {"label": "MacBook Pro", "serial_number": "C02XLOGYJGH5"}
    asked = browser.post(path, typed, headers=HTMX)
    assert asked.status_code == 409
    assert "Did you mean C02XL0GYJGH5?" in text(asked)
    assert 'name="meant" value="C02XL0GYJGH5"' in text(asked)
    assert not Device.objects.exists()
    browser.post(path, typed | {"meant": "C02XL0GYJGH5"}, headers=HTMX)
    assert Device.objects.get().serial_number == "C02XL0GYJGH5"
    browser.post(path, typed | {"keep_serial": "1"}, headers=HTMX)
    assert Device.objects.filter(serial_number="C02XLOGYJGH5").exists()


def test_a_serial_number_kept_is_kept_through_the_next_question(as_staff, rory, ann, bob):
    card = rules.DeviceCard(label="MacBook Pro", serial_number="C02XLOGYJGH5")
    rules.register_device(ann, card, by=rory, keep_serial=True)
    typed = {"label": "MacBook Pro", "serial_number": "C02XLOGYJGH5", "keep_serial": "1"}
    asked = as_staff(rory).post(f"/customers/{bob.pk}/devices/new", typed, headers=HTMX)
    assert 'type="hidden" name="keep_serial"' in text(asked)
    assert "It is another device" in text(asked)
    as_staff(rory).post(
        f"/customers/{bob.pk}/devices/new", typed | {"if_known": "separate"}, headers=HTMX
    )
    assert Device.objects.filter(customer=bob).count() == 1


def test_a_known_device_is_offered_for_transfer(as_staff, rory, ann, bob):
    device = make.device(ann, "iPhone 13", imei=IMEI)
    browser, path = as_staff(rory), f"/customers/{bob.pk}/devices/new"
    typed = {"label": "iPhone", "imei": IMEI}
    asked = text(browser.post(path, typed, headers=HTMX))
    assert "on record as Ann Able’s" in asked
    assert "Transfer it from Ann Able" in asked
    assert f"/devices/{device.pk}" in asked
    assert "It is another device" not in asked
    browser.post(path, typed | {"if_known": "transfer"}, headers=HTMX)
    device.refresh_from_db()
    assert device.customer == bob
    assert "iPhone 13 is Bob Baker’s now." in text(browser.get(f"/devices/{device.pk}"))


def test_at_another_branch_it_is_only_known(as_staff, rex, ann, other_branch):
    make.device(ann, "iPhone 13", imei=IMEI)
    theirs = make.customer(other_branch, "Cat Cole")
    asked = as_staff(rex).post(
        f"/customers/{theirs.pk}/devices/new", {"label": "iPhone", "imei": IMEI}, headers=HTMX
    )
    assert "known at another branch" in text(asked)
    assert "Able" not in text(asked)
    assert "Transfer" not in text(asked)


def test_a_serial_number_known_elsewhere_may_be_another_devices(as_staff, rex, ann, other_branch):
    make.device(ann, "MacBook", serial_number="C02XL0GYJGH5")
    theirs = make.customer(other_branch, "Cat Cole")
    browser, path = as_staff(rex), f"/customers/{theirs.pk}/devices/new"
    typed = {"label": "MacBook", "serial_number": "C02XL0GYJGH5"}
    asked = text(browser.post(path, typed, headers=HTMX))
    assert "known at another branch" in asked
    assert "It is another device" in asked
    browser.post(path, typed | {"if_known": "separate"}, headers=HTMX)
    assert Device.objects.filter(customer=theirs).count() == 1


def test_a_device_is_corrected(as_staff, rory, ann):
    model = catalogue.model("iPhone 13")
    device = make.device(ann, "iPhone", model=model, colour="blue")
    browser, path = as_staff(rory), f"/devices/{device.pk}/change"
    form = text(browser.get(path))
    assert 'value="blue"' in form
    assert "checked" in form
    browser.post(path, {"label": "iPhone", "colour": "red", "version": "1"}, headers=HTMX)
    device.refresh_from_db()
    assert (device.colour, device.model) == ("red", None)
    stale = browser.post(path, {"label": "iPhone", "version": "1"}, headers=HTMX)
    assert "Somebody else changed this" in text(stale)


def test_it_is_handed_to_somebody_found_by_name(as_staff, rory, ann, bob, recorded):
    device = make.device(ann)
    browser, path = as_staff(rory), f"/devices/{device.pk}/transfer"
    assert "It leaves Ann Able" in text(browser.get(path))
    assert "Bob Baker" in text(browser.get(path, {"q": "baker"}))
    assert "Nobody by that name" in text(browser.get(path, {"q": "Ann Able"}))
    answer = browser.post(path, {"other": bob.pk}, headers=HTMX)
    assert answer["HX-Redirect"] == f"/devices/{device.pk}"
    assert browser.post(path, {"other": "nobody"}).status_code == 404
    assert recorded() == ["device.given_away", "device.transferred"]


def test_it_is_removed_and_restored(as_staff, olga, ann):
    device = make.device(ann)
    browser, path = as_staff(olga), f"/devices/{device.pk}"
    assert "Nothing is erased" in text(browser.get(f"{path}/removal"))
    gone = browser.post(f"{path}/removal", headers=HTMX)
    assert gone["HX-Redirect"] == f"/customers/{ann.pk}?tab=devices"
    assert browser.get(path).status_code == 404
    browser.post(f"{path}/restoration", headers=HTMX)
    assert browser.get(path).status_code == 200


def test_another_branch_sees_and_changes_nothing(as_staff, rex, ann, bob, recorded):
    device = make.device(ann)
    browser = as_staff(rex)
    for path in (f"/customers/{ann.pk}/devices", f"/devices/{device.pk}"):
        assert browser.get(path).status_code == 404
    for verb in ("change", "transfer"):
        answer = browser.post(f"/devices/{device.pk}/{verb}", {"other": bob.pk})
        assert answer.status_code == 404
    assert recorded() == []


def test_a_marketer_reads_and_changes_nothing(as_staff, mia, ann, recorded):
    device = make.device(ann)
    browser = as_staff(mia)
    page = text(browser.get(f"/devices/{device.pk}"))
    assert "Transfer" not in page
    assert browser.get(f"/devices/{device.pk}/change").status_code == 403
    assert browser.post(f"/customers/{ann.pk}/devices/new", {"label": "x"}).status_code == 403
    assert recorded() == []
