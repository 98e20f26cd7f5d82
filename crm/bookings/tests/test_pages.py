"""The bench, the counter and one repair, as people meet them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from crm.bookings import rules
from crm.bookings.models import Booking
from crm.bookings.tests.make import aged, make_booking, make_many
from crm.lib import clock


def ago(**time):
    return clock.now() - timedelta(**time)


def test_the_bench_counts_and_warns(page, rory, branch, booking):
    aged(booking, promised_at=ago(hours=3))
    soon = make_booking(branch=branch, name="Bob Busy", status="IN_PROGRESS")
    aged(soon, promised_at=clock.now() + timedelta(hours=2, minutes=5))
    rules.add_part(soon, rules.NewPart("Screen"), by=rory)
    make_booking(branch=branch, name="Cat Calm", status="COMPLETED")
    seen = page(rory, "/bookings")
    assert '<h2 id="column-CONFIRMED">Booked in</h2><span>1</span>' in seen
    assert '<span class="board-value">£129</span>' in seen
    assert "3 h late" in seen
    assert "due in 2 h" in seen
    assert "1 part" in seen
    assert "Completed</h2><span>this week 1</span>" in seen
    late = page(rory, "/bookings", late="1")
    assert "Priya Nair" in late
    assert "Bob Busy" not in late


def test_the_bench_by_person_and_by_branch(page, rory, tess, branch, booking):
    make_booking(branch=branch, name="Bob Busy", technician=tess)
    by_person = page(rory, "/bookings", by="person")
    assert f'id="cards-{tess.pk}"' in by_person
    assert by_person.index("Nobody yet") < by_person.index("Tess Technician")
    assert f"/bookings/{{id}}/bench/{tess.pk}" in by_person
    assert f'id="cards-{branch.pk}"' in page(rory, "/bookings", by="branch")
    assert "Bob Busy" not in page(rory, "/bookings", technician="nobody")


def test_rex_sees_an_empty_bench(page, rex, booking):
    seen = page(rex, "/bookings")
    assert "Priya" not in seen
    assert "Nothing on the bench" in seen
    assert "Priya" not in page(rex, "/bookings/changed", id=str(booking.pk))
    assert "Priya" not in page(rex, "/bookings/list")


@pytest.mark.parametrize("number", [1, 10, 100])
@pytest.mark.parametrize("path", ["/bookings", "/bookings/list", "/bookings?by=person"])
def test_what_is_shown_costs_the_same_for_any_number(
    as_staff, rory, branch, customer, device, django_assert_num_queries, number, path
):
    make_many(number, branch=branch, by=rory, customer=customer, device=device)
    browser = as_staff(rory)
    browser.get(path)
    with django_assert_num_queries(MEASURED[path]):
        browser.get(path)


# Two of them are the customers and the devices; joined into each column's statement they cost more.
MEASURED = {"/bookings": 13, "/bookings/list": 11, "/bookings?by=person": 13}


def test_what_changed_is_answered_card_by_card(page, rory, booking):
    answer = page(rory, "/bookings/changed", id=str(booking.pk))
    assert 'data-into="cards-CONFIRMED"' in answer
    rules.cancel(booking, reason="Gone", by=rory)
    assert "Priya" not in page(rory, "/bookings/changed", id=str(booking.pk))


def test_on_time_is_measured_by_the_first_promise(page, rory, tess, booking):
    rules.promise(booking, clock.now() + timedelta(hours=1), by=rory)
    rules.promise(booking, clock.now() + timedelta(days=9), by=rory, reason="The part is late")
    with clock.at(clock.now() + timedelta(hours=2)):
        rules.change_status(booking, "IN_PROGRESS", by=tess)
        rules.change_status(booking, "READY_FOR_PICKUP", by=tess)
        assert "<strong>0%</strong> of 1" in page(rory, "/bookings/figures")


def test_one_press_moves_it_and_an_impossible_one_says_why(as_staff, tess, booking, recorded):
    browser = as_staff(tess)
    assert browser.post(f"/bookings/{booking.pk}/status/IN_PROGRESS").status_code == 204
    refused = browser.post(f"/bookings/{booking.pk}/status/PENDING")
    assert refused.status_code == 409
    assert "cannot become" in refused.json()["detail"]
    assert browser.post(f"/bookings/{booking.pk}/claim").status_code == 204
    assert recorded() == ["booking.status_changed", "customer.access_granted", "booking.assigned"]


def test_only_who_may_gives_a_job_to_somebody_else(as_staff, tess, rory, booking, recorded):
    path = f"/bookings/{booking.pk}/bench"
    assert as_staff(tess).post(f"{path}/{rory.pk}").status_code == 403
    assert as_staff(rory).post(f"{path}/{tess.pk}").status_code == 204
    assert as_staff(rory).post(f"{path}/nobody").status_code == 204
    assert as_staff(rory).post(f"{path}/{booking.pk}").status_code == 422
    assert recorded().count("booking.assigned") == 2


def test_the_page_shows_the_repair_and_its_next_step(page, rory, booking):
    rules.promise(booking, clock.now() + timedelta(days=2), by=rory)
    rules.find_fault(booking, "Battery at 71%", by=rory, price=Decimal(89), decision="DECLINED")
    seen = page(rory, f"/bookings/{booking.pk}")
    assert booking.reference in seen
    assert "Start work" in seen
    assert "Battery at 71%" in seen
    assert "MacBook Pro 14" in seen
    assert "Begins when the repair is complete." in seen


def test_a_technician_reaches_the_customer_once_the_job_is_theirs(page, tess, booking):
    assert "07700 900482" not in page(tess, f"/bookings/{booking.pk}")
    rules.claim(booking, by=tess)
    assert "07700 900482" in page(tess, f"/bookings/{booking.pk}")


def test_a_fact_is_changed_where_it_stands(as_staff, rory, booking, recorded):
    path = f"/bookings/{booking.pk}/facts/final_price"
    assert 'name="final_price"' in as_staff(rory).get(f"{path}/form").content.decode()
    done = as_staff(rory).post(f"{path}/change", {"final_price": "99.50", "version": "1"})
    assert "£99.50" in done.content.decode()
    stale = as_staff(rory).post(f"{path}/change", {"final_price": "1", "version": "1"})
    assert stale.status_code == 412
    assert Booking.objects.get().final_price == Decimal("99.50")
    assert recorded() == ["booking.edited"]


@pytest.mark.parametrize(
    ("dialog", "typed", "verb"),
    [
        ("promise", {"promised_at": "2190-01-15T16:00"}, "booking.promised"),
        ("cancellation", {"reason": "Bought a new one"}, "booking.status_changed"),
        ("assignment", {"assigned_technician": ""}, None),
        ("parts", {"name": "Screen", "quantity": "1", "status": "NEEDED"}, "booking.part_added"),
        ("faults", {"what": "Dust", "decision": "NOTED"}, "booking.fault_found"),
    ],
)
def test_a_dialog_asks_then_does(as_staff, rory, booking, recorded, dialog, typed, verb):
    browser, path = as_staff(rory), f"/bookings/{booking.pk}/{dialog}"
    assert "<dialog" in browser.get(path).content.decode()
    assert browser.post(path, typed).status_code == 204
    assert recorded() == ([verb] if verb else [])


def test_a_dialog_keeps_what_was_typed(as_staff, rory, booking, recorded):
    answer = as_staff(rory).post(
        f"/bookings/{booking.pk}/promise", {"promised_at": "2020-01-15T16:00"}
    )
    assert answer.status_code == 422
    assert "A promise needs a time in the future." in answer.content.decode()
    assert "2020-01-15T16:00" in answer.content.decode()
    assert recorded() == []


def test_parts_and_faults_move_by_one_press(as_staff, tess, booking):
    part = rules.add_part(booking, rules.NewPart("Screen"), by=tess)
    fault = rules.find_fault(booking, "Dust", by=tess)
    browser, path = as_staff(tess), f"/bookings/{booking.pk}"
    assert browser.post(f"{path}/parts/{part.pk}/ORDERED").status_code == 204
    assert browser.post(f"{path}/faults/{fault.pk}/DECLINED").status_code == 204
    assert browser.post(f"{path}/parts/{part.pk}/LOST").status_code == 404
    part.refresh_from_db()
    fault.refresh_from_db()
    assert (part.status, fault.decision) == ("ORDERED", "DECLINED")


def test_ready_stands_on_today_until_they_know(page, as_staff, rory, branch, customer):
    waiting = make_booking(branch=branch, by=rory, customer=customer, status="READY_FOR_PICKUP")
    today = page(rory, "/")
    assert "Ready: tell the customer" in today
    assert f"is ready to collect from Fixit London ({waiting.reference}, £129.00 to pay)" in today
    assert "sms:+447700900482" in today
    assert as_staff(rory).post(f"/bookings/{waiting.pk}/told").status_code == 204
    assert "Ready: tell the customer" not in page(rory, "/")


def test_a_promise_about_to_break_stands_on_today(page, rory, rex, booking):
    aged(booking, promised_at=ago(hours=1))
    assert "Promises about to break" in page(rory, "/")
    assert booking.reference not in page(rex, "/")


@pytest.mark.parametrize("typed", ["{reference}", "{number}", "fx{number}", "fx {number}"])
def test_a_number_finds_it(page, rory, rex, booking, typed):
    text = typed.format(reference=booking.reference, number=booking.number)
    assert f"/bookings/{booking.pk}" in page(rory, "/search", q=text)
    assert f"/bookings/{booking.pk}" not in page(rex, "/search", q=text)
    assert booking.reference in page(rory, "/bookings/list", q=text)


def test_the_list_is_a_file(as_staff, olga, rory, booking, recorded):
    assert as_staff(rory).get("/bookings/list.csv").status_code == 403
    answer = as_staff(olga).get("/bookings/list.csv", {"status": "open"})
    text = b"".join(answer.streaming_content).decode()
    assert booking.reference in text
    assert recorded() == ["booking.exported"]


def test_a_device_tells_what_it_has_been_through(page, rory, rex, branch, customer, device):
    done = make_booking(
        branch=branch, by=rory, customer=customer, device=device, status="IN_PROGRESS"
    )
    rules.find_fault(done, "Battery at 71%", by=rory, decision="DECLINED")
    part = rules.add_part(done, rules.NewPart("Screen 14"), by=rory)
    rules.move_part(part, "FITTED", by=rory)
    rules.complete(done, by=rory)
    seen = page(rory, f"/devices/{device.pk}/repairs")
    for words in (done.reference, "Battery at 71%", "Declined", "Screen 14", "warranty until"):
        assert words in seen
    assert done.reference not in page(rex, f"/devices/{device.pk}/repairs")


def test_a_customer_has_a_tab_of_repairs(page, rory, booking, customer):
    assert booking.reference in page(rory, f"/customers/{customer.pk}/bookings")
    assert "Repairs" in page(rory, f"/customers/{customer.pk}")


def test_a_warranty_return_opens_the_new_repair(as_staff, page, rory, branch):
    done = make_booking(branch=branch, by=rory, status="COMPLETED")
    path = f"/bookings/{done.pk}/return"
    typed = {"problem_description": "Dark again", "promised_at": "2190-01-15T16:00"}
    answer = as_staff(rory).post(path, typed)
    back = Booking.objects.get(warranty_of=done)
    assert answer["HX-Redirect"] == f"/bookings/{back.pk}"
    assert f"Comes back after {done.reference}" in page(rory, f"/bookings/{back.pk}")
