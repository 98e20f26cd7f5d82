"""A price is given, kept, and can be asked again."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from crm.activity.models import ConfigVersion
from crm.activity.sentences import sentence
from crm.lib import clock
from crm.pricing import rules
from crm.pricing.asked import Asked
from crm.pricing.config import pricing_config
from crm.pricing.models import PriceQuote
from crm.pricing.tests import make


def test_a_price_is_kept_with_everything_it_rests_on(rory, branch, recorded):
    asked = make.asked(brand="Apple", model="iPhone 13", device_year=2021, urgency="URGENT")
    quote = rules.quote(asked, by=rory, branch=branch)
    quote.refresh_from_db()
    assert (quote.total, quote.net, quote.vat) == (
        Decimal(224),
        Decimal("186.67"),
        Decimal("37.33"),
    )
    assert [line["kind"] for line in quote.lines] == ["base", "urgency", "rounding"]
    assert quote.asked == asked
    assert quote.config_version == pricing_config.version
    assert (quote.device, quote.source, quote.answer) == ("Apple iPhone 13 2021", "engine", None)
    assert quote.valid_until - quote.created_at >= timedelta(days=7) - timedelta(seconds=1)
    (event,) = recorded.events()
    assert (event.verb, event.branch_id) == ("price.quoted", branch.pk)
    assert sentence(event) == "Rory Reception gave a price: £224.00 · Apple iPhone 13 2021"


def test_without_a_day_it_is_today_in_the_shops_zone(rory, branch):
    just_after_midnight_in_london = clock.now().replace(
        year=2026, month=6, day=30, hour=23, minute=30
    )
    with clock.at(just_after_midnight_in_london):
        quote = rules.quote(Asked("BATTERY_REPLACEMENT"), by=rory, branch=branch)
    assert quote.asked.on == date(2026, 7, 1)


def test_asking_alone_saves_nothing(branch, recorded):
    assert rules.price(make.asked()).price.total == 120
    assert PriceQuote.objects.count() == 0
    assert recorded() == []


def test_the_rules_are_kept_even_when_no_worker_has_seen_them(rory, branch, recorded):
    ConfigVersion.objects.all().delete()
    quote = make.quote(rory)
    assert recorded() == ["config.accepted", "price.quoted"]
    assert rules.replay(quote).is_same is True


def test_a_replay_says_the_same(rory):
    quote = make.quote(rory, brand="Apple", category="MacBook", device_year=2015, visits=4)
    again = rules.replay(quote)
    assert (again.is_same, again.price.total, again.problem) == (True, quote.total, "")


def test_a_replay_would_tell_if_the_record_had_been_changed(rory):
    quote = make.quote(rory)
    quote.lines[0]["amount"] = "1.00"
    assert rules.replay(quote).is_same is False


def test_rules_that_are_gone_or_unreadable_are_said_so(rory):
    quote = make.quote(rory)
    ConfigVersion.objects.filter(name="pricing").update(content={"tariff": 1})
    unread = rules.replay(quote)
    assert (unread.price, unread.is_same) == (None, None)
    assert "no longer reads" in unread.problem
    ConfigVersion.objects.filter(name="pricing").delete()
    assert "not in the record" in rules.replay(quote).problem


def test_the_database_refuses_a_price_that_does_not_add_up(rory):
    quote = make.quote(rory)
    with pytest.raises(IntegrityError), transaction.atomic():
        PriceQuote.objects.filter(pk=quote.pk).update(total=quote.total + 1)


@pytest.mark.parametrize(
    ("particulars", "device"),
    [
        ({}, ""),
        ({"device_year": 2020}, "2020"),
        ({"category": "all-in-ones"}, "All in ones"),
        ({"brand": "Dell", "category": "laptops", "device_year": 2020}, "Dell laptops 2020"),
        ({"brand": "Apple", "model": "iPhone 13", "device_year": 2021}, "Apple iPhone 13 2021"),
        ({"model": "iMac (27-inch, 2019)", "device_year": 2019}, "iMac (27-inch, 2019)"),
    ],
)
def test_a_device_in_a_few_words(particulars, device):
    assert make.asked(**particulars).device == device
