"""The queue and the connection's page: who may see them, and what they show."""

import pytest

from crm.accounts.tests import make
from crm.activity.models import Event
from crm.customers import rules as customers
from crm.customers.models import Customer
from crm.integrations import rules
from crm.integrations.models import Approval, Delivery
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver
from crm.leads.models import Lead

QUEUE_PAGES = ["/approvals", "/approvals/queue", "/approvals/waiting", "/approvals/decided"]


@pytest.fixture
def both():
    deliver("customer-registration", sent.registration())
    deliver("repair-request", sent.repair())
    return list(Approval.objects.order_by("created_at"))


@pytest.fixture
def ids(both):
    return [str(approval.pk) for approval in both]


@pytest.mark.parametrize("path", QUEUE_PAGES)
def test_a_stranger_signs_in_first_and_the_wrong_role_sees_nothing(path, client, as_staff, tess):
    answer = client.get(path)
    assert (answer.status_code, "next=" in answer.headers["location"]) == (302, True)
    assert as_staff(tess).get(path).status_code == 403


@pytest.mark.parametrize("path", ["/approvals", "/approvals/queue", "/approvals/waiting"])
def test_the_front_desk_sees_its_own_branch_and_another_branch_sees_nothing(
    path, both, as_staff, rory, rex
):
    assert "Hannah Whitmore" in as_staff(rory).get(path).content.decode()
    assert "Hannah" not in as_staff(rex).get(path).content.decode()


def test_one_person_is_one_card_urgent_first(both, as_staff, rory):
    later = sent.repair(
        repair__websiteRepairId="2",
        repair__priority="low",
        customer__email="tom@example.com",
        customer__firstName="Tom",
        customer__phone="",
        customer__websiteUserId="u2",
        repair__customerEmail="",
    )
    deliver("repair-request", later)
    page = as_staff(rory).get("/approvals").content.decode()
    assert page.count('class="card stack"') == 2
    assert page.index("Hannah") < page.index("Tom")


def test_deciding_from_another_branch_finds_nothing(ids, as_staff, rex, recorded):
    for path in ("/approvals/approval", "/approvals/rejection"):
        assert as_staff(rex).get(path, {"ids": ids}).status_code == 404
        assert as_staff(rex).post(path, {"ids": ids, "reason": "x"}).status_code == 404
    assert recorded() == []


def test_deciding_needs_the_permission(ids, as_staff, tess, client, recorded):
    for path in ("/approvals/approval", "/approvals/rejection"):
        assert as_staff(tess).post(path, {"ids": ids}).status_code == 403
        assert client.post(path, {"ids": ids}).status_code == 302
    assert recorded() == []


def test_approving_both_in_place(ids, as_staff, rory):
    answer = as_staff(rory).post(
        "/approvals/approval", {"ids": ids}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 200
    assert "Nothing waits" in answer.content.decode()
    assert "Approved: Hannah Whitmore." in answer.headers["hx-trigger"]
    assert Customer.objects.get().email == "hannah.w@example.co.uk"
    assert Lead.objects.get().looks_like == Customer.objects.get()


def test_approving_into_somebody_chosen(ids, as_staff, rory, branch):
    known = customers.make(customers.Profile(first_name="Grandma"), by=rory, branch=branch)
    as_staff(rory).post("/approvals/approval", {"ids": ids, "into": str(known.pk)})
    assert Customer.objects.get() == known


def test_approving_into_somebody_of_another_branch_finds_nobody(
    ids, as_staff, rory, rex, other_branch
):
    hidden = customers.make(customers.Profile(first_name="Zoe"), by=rex, branch=other_branch)
    answer = as_staff(rory).post("/approvals/approval", {"ids": ids, "into": str(hidden.pk)})
    assert answer.status_code == 404
    assert Approval.objects.waiting().count() == 2


def test_somebody_of_another_branch_is_only_known_there(ids, as_staff, rory, rex, other_branch):
    profile = customers.Profile(first_name="Secret", email="hannah.w@example.co.uk")
    customers.make(profile, by=rex, branch=other_branch)
    for path in ("/approvals", "/approvals/approval"):
        page = as_staff(rory).get(path, {"ids": ids}).content.decode()
        assert "nown at another branch" in page
        assert "Secret" not in page


def test_searching_finds_only_visible_people(as_staff, rory, rex, branch, other_branch):
    customers.make(customers.Profile(first_name="José", last_name="Ray"), by=rory, branch=branch)
    customers.make(customers.Profile(first_name="Josephine"), by=rex, branch=other_branch)
    page = as_staff(rory).get("/approvals/people", {"q": "JOSE"}).content.decode()
    assert "José Ray" in page
    assert "Josephine" not in page


def test_rejecting_asks_why(ids, as_staff, rory):
    desk = as_staff(rory)
    refused = desk.post("/approvals/rejection", {"ids": ids, "reason": ""})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "reason")
    desk.post("/approvals/rejection", {"ids": ids, "reason": "A test"})
    assert set(Approval.objects.values_list("status", "reason")) == {("rejected", "A test")}
    assert "A test" in desk.get("/approvals/decided").content.decode()


def test_a_second_decision_is_told_who_was_first(ids, as_staff, rory, olga):
    as_staff(rory).post("/approvals/approval", {"ids": ids})
    late = as_staff(olga).post("/approvals/approval", {"ids": ids})
    assert late.status_code == 409
    assert "Rory Reception has already decided this" in late.json()["detail"]


@pytest.mark.parametrize("bad", [[], ["nonsense"], ["0199a3c1-0000-7000-8000-000000000000"]])
def test_ids_of_nothing_find_nothing(bad, as_staff, rory):
    assert as_staff(rory).post("/approvals/approval", {"ids": bad}).status_code == 404


@pytest.mark.parametrize("number", [1, 10, 50])
def test_the_queue_costs_the_same_whatever_waits(
    number, as_staff, rory, branch, django_assert_num_queries
):
    person = {"customer__websiteUserId": "", "repair__customerEmail": "", "customer__phone": ""}
    for each in range(number):
        deliver(
            "repair-request",
            sent.repair(
                repair__websiteRepairId=each, customer__email=f"p{each}@example.com", **person
            ),
        )
        profile = customers.Profile(first_name="P", email=f"p{each}@example.com")
        customers.make(profile, by=rory, branch=branch)
    desk = as_staff(rory)
    desk.get("/approvals/queue")
    with django_assert_num_queries(6):
        page = desk.get("/approvals/queue").content.decode()
    assert page.count("the same email") == number


# The connection's page


@pytest.mark.parametrize("path", ["", "/figures"])
def test_only_those_who_look_after_integrations_see_the_connection(
    path, client, as_staff, rory, olga
):
    address = f"/integrations/revivatech{path}"
    assert client.get(address).status_code == 302
    assert as_staff(rory).get(address).status_code == 403
    assert as_staff(olga).get(address).status_code == 200


def test_the_figures_are_exact(as_staff, olga):
    deliver("repair-request", sent.repair())
    deliver("repair-request", sent.repair())
    deliver("payment-status", sent.payment(payment__bookingId="", payment__ticketNumber=""))
    deliver("repair-request", b"{nope")
    deliver("repair-request", sent.repair(), key="wrong")
    answer = as_staff(olga).get("/integrations/revivatech")
    health = answer.context["health"]
    assert (health.total, health.succeeded, health.failed, health.waiting) == (4, 3, 1, 1)
    assert (health.success_rate, health.state, health.turned_away) == (75.0, "failing", 1)
    page = answer.content.decode()
    assert "Configured" in page
    assert "Retry failed" in page


def test_the_list_filters_by_outcome(as_staff, olga):
    deliver("repair-request", sent.repair())
    deliver("customer-registration", b"{nope")
    page = as_staff(olga).get("/integrations/revivatech?outcome=rejected").content.decode()
    assert "customer-registration</a>" in page
    assert "repair-request</a>" not in page


def test_the_raw_delivery_is_shown_and_cannot_become_part_of_the_page(as_staff, olga, rory):
    deliver("repair-request", sent.repair(repair__notes="<script>alert(1)</script>"))
    address = f"/integrations/revivatech/deliveries/{Delivery.objects.get().pk}"
    page = as_staff(olga).get(address).content.decode()
    assert "clx1repair0001" in page
    assert "<script>alert" not in page
    assert sent.KEY not in page
    assert as_staff(rory).get(address).status_code == 403


def test_another_branch_sees_no_deliveries(as_staff):
    deliver("repair-request", sent.repair())
    elsewhere = as_staff(make.staff("Max Manager", "manager", make.branch("Aldgate")))
    assert "repair-request</a>" not in elsewhere.get("/integrations/revivatech").content.decode()
    address = f"/integrations/revivatech/deliveries/{Delivery.objects.get().pk}"
    assert elsewhere.get(address).status_code == 404


def test_older_deliveries_and_decisions_are_a_press_away(as_staff, olga, branch):
    for number in range(31):
        deliver("repair-request", sent.repair(repair__websiteRepairId=number))
    for approval in Approval.objects.all():
        rules.reject(approval, "A test", by=olga)
    desk = as_staff(olga)
    for path, more in (
        ("/integrations/revivatech", "</code"),
        ("/approvals/decided", "<h1"),
    ):
        first = desk.get(path)
        assert len(first.context["page"].items) == 30
        rest = desk.get(path, {"cursor": first.context["page"].next_cursor})
        assert len(rest.context["page"].items) == 1
        assert more not in rest.content.decode()
        assert desk.get(path, {"cursor": "invented"}).status_code == 422


def test_replaying_and_retrying_need_the_right_to_manage(as_staff, olga, rory, queued):
    deliver("repair-request", b"{nope")
    replay = f"/integrations/revivatech/deliveries/{Delivery.objects.get().pk}/replay"
    for path in (replay, "/integrations/revivatech/retries", "/integrations/revivatech/key"):
        assert as_staff(rory).post(path).status_code == 403
    assert as_staff(olga).post(replay).status_code == 302
    assert Delivery.objects.get().attempts == 2
    assert Event.objects.filter(verb="delivery.replayed").count() == 1
    as_staff(olga).post("/integrations/revivatech/retries")
    assert queued() == ["integrations.process"]


def test_a_key_made_here_delivers_and_nothing_else(as_staff, olga, client):
    page = as_staff(olga).post("/integrations/revivatech/key")
    secret = page.context["secret"]
    assert page.status_code == 201
    assert deliver("repair-request", sent.repair(), key=secret).status_code == 200
    headers = {"authorization": f"Bearer {secret}"}
    assert client.get("/api/crm/leads", headers=headers).status_code == 403


def test_what_no_text_can_hold_is_left_out(ids, as_staff, rory):
    desk = as_staff(rory)
    assert desk.get("/approvals/people?q=ha%00nnah").status_code == 200
    desk.post("/approvals/rejection", {"ids": ids, "reason": "A\0 test"})
    assert set(Approval.objects.values_list("reason", flat=True)) == {"A test"}
