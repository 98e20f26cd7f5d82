"""A call with an Idempotency-Key asks the platform outside its transaction, and only once."""

import pytest
import yaml
from django.db import connection

from crm.accounts.models import IdempotencyKey
from crm.bookings.models import Booking
from crm.integrations.config import integrations
from crm.integrations.tests import platform
from crm.pricing.config import pricing_config
from crm.pricing.models import PriceQuote

pytestmark = pytest.mark.django_db(transaction=True)
REPAIR = {"repair_type": "SCREEN_REPAIR"}
BOOKING = REPAIR | {"customer": {"first_name": "Ann", "phone": "07700 900123"}}
DOORS = [("/pricing/quotes", REPAIR), ("/bookings", BOOKING)]
OPEN = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
"""
# Of this database alone: other tests run beside this one.
LOCKS = """
    SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND locktype <> 'relation'
"""


@pytest.fixture
def shop(settings, tmp_path):
    """A shop whose prices are the platform's, at £247 each."""
    settings.CONFIG_DIR = tmp_path
    with platform.running() as server:
        server.answer = {"success": True, "data": {"finalPrice": 247}}
        (tmp_path / "pricing.yaml").write_text("source: platform\n")
        told = {"revivatech": {"prices": {"url": server.url, "timeout_seconds": 5}}}
        (tmp_path / "integrations.yaml").write_text(yaml.safe_dump(told))
        pricing_config.refresh()
        integrations.refresh()
        yield server
    settings.CONFIG_DIR = None
    pricing_config.refresh()
    integrations.refresh()


@pytest.mark.parametrize(("path", "body"), DOORS)
def test_a_slow_platform_holds_no_transaction_and_no_lock(api, rory, shop, path, body):
    seen = []

    def look():
        try:
            with connection.cursor() as cursor:
                for question in (OPEN, LOCKS):
                    cursor.execute(question)
                    seen.extend(cursor.fetchone())
        finally:
            connection.close()

    shop.meanwhile = look
    answer = api(rory).post(path, body, idempotency_key="one")
    assert (answer.status_code, seen) == (201, [0, 0])
    assert PriceQuote.objects.get().total == 247


@pytest.mark.parametrize(("path", "body"), DOORS)
def test_a_replay_asks_nobody(api, rory, shop, path, body):
    first = api(rory).post(path, body, idempotency_key="one")
    shop.status, shop.answer = 500, {}
    again = api(rory).post(path, body, idempotency_key="one")
    assert (again.json(), again["Idempotency-Replayed"]) == (first.json(), "true")
    assert again["Location"] == first["Location"]
    assert again.get("ETag") == first.get("ETag")
    other = api(rory).post(path, body | {"repair_type": "WATER_DAMAGE"}, idempotency_key="one")
    assert (other.status_code, len(shop.asked)) == (422, 1)
    assert (PriceQuote.objects.count(), IdempotencyKey.objects.count()) == (1, 1)


@pytest.mark.parametrize(("path", "body"), DOORS)
def test_the_same_call_meanwhile_is_answered_by_what_the_first_left(api, rory, shop, path, body):
    """Both ask, since neither is done yet; one of them writes."""
    answers = []

    def the_same_again():
        shop.meanwhile = lambda: None
        answers.append(api(rory).post(path, body, idempotency_key="one"))
        connection.close()

    shop.meanwhile = the_same_again
    answers.append(api(rory).post(path, body, idempotency_key="one"))
    inner, outer = answers
    assert (inner.status_code, outer.json()) == (201, inner.json())
    assert outer["Idempotency-Replayed"] == "true"
    assert (PriceQuote.objects.count(), len(shop.asked)) == (1, 2)
    assert Booking.objects.count() == (path == "/bookings")


def test_a_platforms_no_is_asked_again(api, rory, shop):
    shop.status, shop.answer = 500, {}
    assert api(rory).post("/pricing/quotes", REPAIR, idempotency_key="one").status_code == 503
    shop.status, shop.answer = 200, {"success": True, "data": {"finalPrice": 99}}
    assert api(rory).post("/pricing/quotes", REPAIR, idempotency_key="one").status_code == 201
