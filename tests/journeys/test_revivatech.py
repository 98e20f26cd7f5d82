"""The platform's website and a visitor, knocking at a really running shop from outside."""

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from crm.demo.shop import PASSWORD, PEOPLE
from crm.integrations.tests import sent
from tests.product import Product

AT_ONCE = 8
SENDERS_TIMEOUT = 10.0
A_SECOND = 1.0


@pytest.fixture(scope="module")
def key(product: Product) -> str:
    return product.crm("token", "--role", "owner").split()[-1]


@pytest.fixture(scope="module")
def website(product: Product, key: str) -> Iterator[httpx.Client]:
    """The platform's own sender: it follows no redirect and reads nothing but JSON."""
    headers = {"authorization": f"Bearer {key}", "x-source": "revivatech"}
    with httpx.Client(base_url=product.url, headers=headers, timeout=SENDERS_TIMEOUT) as client:
        yield client


@pytest.fixture(scope="module")
def owner(product: Product) -> Iterator[httpx.Client]:
    """The owner, signed in through the page."""
    person = next(person for person in PEOPLE if person.role == "owner")
    with httpx.Client(base_url=product.url, follow_redirects=True) as client:
        token = csrf(client.get("/sign-in").text)
        form = {"login": person.email, "password": PASSWORD, "csrfmiddlewaretoken": token}
        answer = client.post("/sign-in", data=form, headers={"referer": f"{product.url}/sign-in"})
        assert "sessionid" in client.cookies, answer.text[:2000]
        yield client


@pytest.fixture
def live(product: Product, owner: httpx.Client) -> Iterator[ClientConnection]:
    """A screen that is open while things come in."""
    cookie = f"sessionid={owner.cookies['sessionid']}"
    address = product.url.replace("http", "ws") + "/ws/crm"
    with connect(address, origin=product.url, additional_headers={"Cookie": cookie}) as socket:
        assert json.loads(socket.recv(timeout=5))["type"] == "hello"
        yield socket


@pytest.fixture
def visitor(product: Product) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=product.url) as client:
        yield client


@pytest.fixture
def person() -> dict[str, str]:
    """Somebody new each time, with numbers of their own over there."""
    mark = uuid4().hex[:10]
    return {"user": f"user-{mark}", "repair": f"repair-{mark}", "email": f"{mark}@example.co.uk"}


def csrf(page: str) -> str:
    return re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]


def registration(person: dict[str, str]) -> dict:
    return sent.registration(
        customer__websiteUserId=person["user"], customer__email=person["email"]
    )


def repair(person: dict[str, str]) -> dict:
    return sent.repair(
        repair__websiteRepairId=person["repair"],
        repair__customerEmail=person["email"],
        customer__email=person["email"],
        customer__websiteUserId=person["user"],
        customer__phone="",
    )


def status(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]["status"]


def until(socket: ClientConnection, verb: str) -> float:
    """Seconds until the open screen hears of it."""
    began = time.monotonic()
    while json.loads(socket.recv(timeout=5))["type"] != verb:
        pass
    return time.monotonic() - began


def approve(owner: httpx.Client, product: Product, email: str) -> httpx.Response:
    """Press Approve on the card that shows this email."""
    page = owner.get("/approvals").text
    card = next(card for card in page.split("<form")[1:] if email in card)
    form = {
        "ids": re.findall(r'name="ids" value="([^"]+)"', card),
        "csrfmiddlewaretoken": csrf(card),
    }
    headers = {"referer": f"{product.url}/approvals"}
    return owner.post("/approvals/approval", data=form, headers=headers)


def test_health_is_json_with_and_without_a_slash(website, product):
    for path in ("/webhooks/health", "/webhooks/health/"):
        answer = website.get(path)
        assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert httpx.get(f"{product.url}/webhooks/health").status_code == 401


def test_many_at_once_are_one(website, person):
    for endpoint, body in (
        ("customer-registration", registration(person)),
        ("repair-request/", repair(person)),
    ):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            answers = pool.map(
                lambda _each, e=endpoint, b=body: website.post(f"/webhooks/{e}", json=b),
                range(AT_ONCE),
            )
            assert Counter(map(status, answers)) == {"processed": 1, "duplicate": AT_ONCE - 1}


def test_the_senders_retries_change_nothing_and_approval_makes_both(
    website, owner, product, person, live
):
    for _attempt in range(4):
        website.post("/webhooks/customer-registration", json=registration(person))
    assert until(live, "approval.waiting") < A_SECOND
    for _attempt in range(4):
        website.post("/webhooks/repair-request", json=repair(person))
    assert approve(owner, product, person["email"]).status_code == 200
    assert until(live, "lead.created") < A_SECOND
    lead = leads_of(website, external_id=person["repair"])
    assert [each["urgency_level"] for each in lead] == ["URGENT"]
    assert person["email"] not in owner.get("/approvals").text
    assert status(website.post("/webhooks/repair-request", json=repair(person))) == "duplicate"
    assert len(leads_of(website, external_id=person["repair"])) == 1


def test_a_payment_that_comes_first_is_read_when_its_lead_appears(website, owner, product, person):
    news = sent.payment(
        payment__paymentId=person["user"],
        payment__bookingId=person["repair"],
        customer__websiteUserId="",
        customer__email="",
    )
    assert status(website.post("/webhooks/payment-status", json=news)) == "waiting"
    website.post("/webhooks/repair-request", json=repair(person))
    approve(owner, product, person["email"])
    timeline = f"/activity/timeline?about=lead:{one(website, person)['id']}"
    deadline = time.monotonic() + 10
    while "Payment received: £149.50" not in owner.get(timeline).text:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert status(website.post("/webhooks/payment-status", json=news)) == "duplicate"


def test_a_visitors_lead_is_on_open_screens_within_a_second(visitor, person, live):
    page = visitor.get("/enquire").text
    opened = re.search(r'name="opened" value="([^"]+)"', page)[1]
    branch = re.search(r'<select name="branch".*?value="([^"]+)"', page, re.DOTALL)
    typed = {
        "name": "Journey Visitor",
        "email": person["email"],
        "device": "MacBook",
        "urgency": "HIGH",
        "opened": opened,
        "branch": branch[1] if branch else "",
    }
    time.sleep(2.1)
    answer = visitor.post("/enquire", data=typed)
    assert answer.status_code == 303, answer.text
    assert until(live, "lead.created") < A_SECOND
    assert "What happens next" in visitor.get(answer.headers["location"]).text


def leads_of(website: httpx.Client, **wanted: str) -> list[dict]:
    answer = website.get("/api/crm/leads", params={"external_source": "revivatech", **wanted})
    assert answer.status_code == 200, answer.text
    return answer.json()["items"]


def one(website: httpx.Client, person: dict[str, str]) -> dict:
    (lead,) = leads_of(website, external_id=person["repair"])
    return lead
