"""Prices asked of the platform's own API, over real HTTP."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import yaml

from crm.integrations.config import integrations
from crm.integrations.tests import platform
from crm.lib.refusal import Refusal
from crm.pricing import rules
from crm.pricing.asked import Asked
from crm.pricing.config import pricing_config
from crm.pricing.models import PriceQuote

SIMPLE = {
    "success": True,
    "data": {
        "basePrice": 149.99,
        "urgencyMultiplier": 1.5,
        "complexityMultiplier": "1.1",
        "marketDemand": 1,
        "seasonalFactor": None,
        "finalPrice": 247,
        "validUntil": "2190-01-01T10:00:00Z",
    },
    "timestamp": "2026-03-04T10:00:00Z",
}
ASKED = Asked("SCREEN_REPAIR", model="iPhone 13", urgency="URGENT", external_device_id="dev_9")


@pytest.fixture
def there():
    with platform.running() as server:
        server.answer = SIMPLE
        yield server


@pytest.fixture
def configure(settings, tmp_path):
    """Lay a shop's own words over pricing.yaml and integrations.yaml, until the test is over."""
    settings.CONFIG_DIR = tmp_path

    def write(**prices):
        (tmp_path / "pricing.yaml").write_text("source: platform\n")
        told = {"revivatech": {"prices": prices}}
        (tmp_path / "integrations.yaml").write_text(yaml.safe_dump(told))
        pricing_config.refresh()
        integrations.refresh()
        assert (pricing_config.problem, integrations.problem) == (None, None)

    yield write
    settings.CONFIG_DIR = None
    pricing_config.refresh()
    integrations.refresh()


@pytest.fixture
def shop(configure, there):
    configure(url=there.url, timeout_seconds=0.5)
    return there


def test_the_platforms_price_is_asked_and_kept(shop, rory, branch, settings):
    settings.REVIVATECH_API_KEY = "secret"
    quote = rules.quote(ASKED, by=rory, branch=branch)
    assert shop.asked == [
        (
            "/api/pricing/simple",
            {"deviceId": "dev_9", "repairType": "SCREEN_REPAIR", "urgencyLevel": "URGENT"},
            "Bearer secret",
        )
    ]
    quote.refresh_from_db()
    assert (quote.source, quote.total, quote.net, quote.vat) == (
        "platform",
        Decimal(247),
        Decimal("205.83"),
        Decimal("41.17"),
    )
    assert [(line["kind"], line["amount"]) for line in quote.lines] == [
        ("base", "149.99"),
        ("complexity", "15.00"),
        ("urgency", "82.50"),
        ("platform", "-0.49"),
    ]
    assert quote.answer == SIMPLE
    assert quote.valid_until == datetime(2190, 1, 1, 10, tzinfo=UTC)


def test_it_is_not_replayed_but_our_rules_can_be_asked_beside_it(shop, rory, branch):
    quote = rules.quote(ASKED, by=rory, branch=branch)
    assert "The platform gave this price" in rules.replay(quote).problem
    assert rules.today(quote).price.total > 0


def test_the_longer_way_says_which_service(configure, there):
    configure(url=there.url, endpoint="calculate")
    there.answer = {"success": True, "data": {"pricing": {"total": "£120.00"}}}
    priced = rules.price(ASKED)
    path, body, _key = there.asked[0]
    assert (path, body["serviceType"]) == ("/api/pricing/calculate", "express")
    assert [line.kind for line in priced.price.lines] == ["base"]
    assert priced.price.total == 120


@pytest.mark.parametrize("status", [200, 400, 404])
def test_its_no_is_passed_on_in_its_own_words(shop, status, rory, branch, recorded):
    shop.status, shop.answer = status, {"success": False, "error": "No active rule"}
    with pytest.raises(Refusal, match="The platform gives no price: No active rule") as refusal:
        rules.quote(ASKED, by=rory, branch=branch)
    assert refusal.value.status == 409
    assert (PriceQuote.objects.count(), recorded()) == (0, [])


@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (500, {"success": False, "error": "boom"}),
        (302, {}),
        (200, b"<html>"),
        (200, b'{"data": {"finalPrice": NaN}}'),
        (200, [1]),
        (200, {"success": True, "data": {"finalPrice": "soon"}}),
        (200, {"success": True, "data": {"finalPrice": -5}}),
        (200, b"[" * 300_000),
    ],
)
def test_riddles_are_refused(shop, status, answer):
    shop.status, shop.answer = status, answer
    shop.headers = {"Location": f"{shop.url}/elsewhere"} if status == 302 else {}
    with pytest.raises(Refusal) as refusal:
        rules.price(ASKED)
    assert refusal.value.status == 503
    assert len(shop.asked) == 1


def test_silence_is_refused_in_time(shop):
    shop.pause = 1.0
    with pytest.raises(Refusal, match="cannot be reached") as refusal:
        rules.price(ASKED)
    assert refusal.value.status == 503


def test_nobody_listening_is_refused(configure):
    configure(url="http://127.0.0.1:9")
    with pytest.raises(Refusal, match="cannot be reached"):
        rules.price(ASKED)


def test_no_address_is_said_so(configure):
    configure(url="")
    with pytest.raises(Refusal, match="address is missing"):
        rules.price(ASKED)


def test_the_counter_asks_it_only_when_a_field_is_left(shop, as_staff, rory):
    page = as_staff(rory).get("/pricing").content.decode()
    assert 'hx-trigger="load, change"' in page
    assert "Device number on the platform" in page
    assert shop.asked == []
