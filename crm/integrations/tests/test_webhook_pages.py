"""The pages of webhooks: the list, the form, the secret, the log."""

import pytest

from crm.accounts.tests import make
from crm.integrations import rules
from crm.integrations.models import Dispatch, Endpoint
from crm.integrations.tests.listening import read_on, send_all, webhook
from crm.integrations.tests.receiver import answers
from crm.leads.tests.make import make_lead

PLACE = "/integrations/webhooks"
FORM = {"url": "https://example.com/hooks", "role": "owner", "events": ["lead.*"], "others": ""}


@pytest.fixture
def lead(endpoint, rory, branch):
    made = make_lead(branch=branch, by=rory)
    read_on()
    return made


def page(browser, path=""):
    answer = browser.get(f"{PLACE}{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_only_those_who_look_after_integrations_see_them(client, as_staff, rory, olga):
    assert client.get(PLACE).status_code == 302
    assert as_staff(rory).get(PLACE).status_code == 403
    assert "Nobody listens yet" in page(as_staff(olga))


def test_adding_one_shows_its_secret_once(as_staff, olga, branch, recorded):
    desk = as_staff(olga)
    form = FORM | {"others": "customer.created, customer.merged", "description": "The shop's site"}
    answer = desk.post(f"{PLACE}/new", form)
    assert answer.status_code == 201
    endpoint = Endpoint.objects.get()
    assert endpoint.events == ["customer.created", "customer.merged", "lead.*"]
    secret = answer.context["secret"]
    assert secret in answer.content.decode()
    assert secret not in page(desk, f"/{endpoint.pk}")
    assert "The shop&#x27;s site" in page(desk)
    assert recorded() == ["webhook.created"]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"url": "http://example.com"}, "Only https"),
        ({"url": ""}, "required"),
        ({"events": []}, "Tick what it hears"),
        ({"others": "lead.exploded"}, "Nothing is called lead.exploded"),
        ({"role": "read_only"}, "Choose the branch"),
        ({"role": ""}, "required"),
    ],
)
def test_a_refused_form_comes_back_with_the_words_in_it(changes, sentence, as_staff, olga):
    form = FORM | {"description": "My words"} | changes
    answer = as_staff(olga).post(f"{PLACE}/new", form)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert "My words" in answer.content.decode()
    assert not Endpoint.objects.exists()


def test_changing_one_and_a_stale_screen(as_staff, olga, endpoint):
    desk = as_staff(olga)
    assert 'value="lead.*"' in page(desk, f"/{endpoint.pk}/change")
    form = FORM | {"version": "1", "events": [], "others": "lead.created"}
    assert desk.post(f"{PLACE}/{endpoint.pk}/change", form).status_code == 302
    assert Endpoint.objects.get().events == ["lead.created"]
    answer = desk.post(f"{PLACE}/{endpoint.pk}/change", form)
    assert (answer.status_code, "Somebody else changed" in answer.content.decode()) == (422, True)


def test_the_log_shows_what_went_and_what_failed(as_staff, olga, endpoint, lead, server):
    server.behave = answers(500, b"<script>alert(1)</script>")
    send_all(endpoint)
    desk = as_staff(olga)
    shown = page(desk, f"/{endpoint.pk}")
    assert "lead.created" in shown
    assert "To be tried again" in shown
    assert "lead.created" not in page(desk, f"/{endpoint.pk}?status=failed")
    one = page(desk, f"/{endpoint.pk}/deliveries/{Dispatch.objects.get().pk}")
    assert "Answered 500 in" in one
    assert "<script>alert" not in one
    assert str(lead.pk) in one


def test_a_test_is_watched_until_it_arrives(as_staff, olga, endpoint, server):
    desk = as_staff(olga)
    answer = desk.post(f"{PLACE}/{endpoint.pk}/test")
    waiting = desk.get(answer["Location"]).content.decode()
    assert ("every 2s" in waiting, "Not tried yet" in waiting) == (True, True)
    send_all(endpoint)
    arrived = desk.get(answer["Location"]).content.decode()
    assert ("every 2s" in arrived, "Answered 200 in" in arrived) == (False, True)


def test_every_button(as_staff, olga, endpoint, lead, recorded):
    desk = as_staff(olga)
    one = f"{PLACE}/{endpoint.pk}"
    sent = Dispatch.objects.get()
    assert desk.post(f"{one}/deliveries/{sent.pk}/redelivery").status_code == 302
    assert desk.post(f"{one}/secret").context["secret"].startswith("whsec_")
    assert desk.post(f"{one}/pause").status_code == 302
    assert "Switch it on first" in desk.post(f"{one}/test", follow=True).content.decode()
    assert "Paused" in page(desk, f"/{endpoint.pk}")
    assert desk.post(f"{one}/resumption").status_code == 302
    assert desk.post(f"{one}/removal")["Location"] == PLACE
    assert desk.get(one).status_code == 404
    verbs = ["redelivered", "secret_rotated", "paused", "resumed", "removed"]
    assert recorded() == [f"webhook.{verb}" for verb in verbs]


def test_another_branch_finds_nothing(as_staff, olga, branch, other_branch, configured, server):
    here = webhook(server.url, by=olga, role="manager", branch=branch)
    delivery = rules.test(here, by=olga)
    rita = as_staff(make.staff("Rita Remote", "manager", other_branch))
    assert "Our website" not in page(rita)
    for path in (f"/{here.pk}", f"/{here.pk}/deliveries/{delivery.pk}"):
        assert rita.get(f"{PLACE}{path}").status_code == 404


def test_a_manager_looks_without_buttons(as_staff, olga, branch, server):
    here = webhook(server.url, by=olga, role="manager", branch=branch)
    manager = as_staff(make.staff("Max Manager", "manager", branch))
    assert "Send a test" not in page(manager, f"/{here.pk}")
    assert manager.post(f"{PLACE}/{here.pk}/test").status_code == 403


@pytest.mark.parametrize("number", [1, 10, 30])
def test_the_pages_cost_the_same_whatever_there_is(
    number, as_staff, olga, rory, branch, endpoint, django_assert_num_queries
):
    for _each in range(number - 1):
        rules.register(rules.Wanted("https://example.com/", ["lead.*"], "owner"), by=olga)
    for _each in range(number):
        make_lead(branch=branch, by=rory)
    read_on()
    desk = as_staff(olga)
    desk.get(PLACE)
    with django_assert_num_queries(6):
        page(desk)
    with django_assert_num_queries(7):
        page(desk, f"/{endpoint.pk}")


def test_older_deliveries_are_a_press_away(as_staff, olga, rory, branch, endpoint):
    for _each in range(31):
        make_lead(branch=branch, by=rory)
    read_on()
    desk = as_staff(olga)
    first = desk.get(f"{PLACE}/{endpoint.pk}")
    cursor = first.context["page"].next_cursor
    rest = desk.get(f"{PLACE}/{endpoint.pk}", {"cursor": cursor})
    assert len(rest.context["page"].items) == 1
    assert "<h1" not in rest.content.decode()
    assert desk.get(f"{PLACE}/{endpoint.pk}", {"cursor": "invented"}).status_code == 422


def test_a_webhook_in_trouble_stands_on_today_and_on_the_health_page(
    as_staff, olga, rory, rex, endpoint, server
):
    assert "this webhook" not in as_staff(olga).get("/").content.decode()
    server.behave = answers(410)
    rules.test(endpoint, by=olga)
    send_all(endpoint)
    for path in ("/", "/settings/health"):
        shown = as_staff(olga).get(path).content.decode()
        assert "this webhook was switched off. The receiver says that it is gone" in shown
    for somebody in (rory, rex):
        assert "Our website" not in as_staff(somebody).get("/").content.decode()
