"""Exact prices, line by line."""

from decimal import Decimal

import pytest

from crm.catalogue import models as catalogue
from crm.catalogue.config import categories, listed
from crm.lib.refusal import Refusal
from crm.pricing.asked import RepairType, Urgency, slug
from crm.pricing.config import pricing_config
from crm.pricing.engine import price, split
from crm.pricing.tests.make import SUNDAY, VAT, asked, tariff

LOYAL = {
    "BRONZE": {"label": "Bronze", "visits": 2, "percent": 5},
    "GOLD": {"label": "Gold", "visits": 8, "percent": 15},
}


def lines(found):
    return [(line.kind, str(line.amount), str(line.subtotal)) for line in found.lines]


def of(rules, **particulars):
    return price(rules, asked(**particulars), vat_rate=VAT)


def test_every_rule_at_once_in_the_order_of_the_law():
    rules = tariff(
        repairs=_repairs(SCREEN_REPAIR={"base": "119.99"}),
        complexity={"COMPLEX": {"label": "Complex", "factor": "1.4"}},
        part_grades={"ORIGINAL": {"label": "Original part", "factor": "1.25"}},
        ages=[
            {"years": 0, "factor": "1.2", "label": "New"},
            {"years": 5, "factor": "0.8", "label": "Old"},
        ],
        brands={"apple": "1.15"},
        weekend={"factor": "1.15", "days": ["sunday"]},
        discounts={"loyalty": LOYAL, "referral": 10, "first_time": 5},
        maximum=300,
        rounding={"step": 5},
    )
    found = of(
        rules,
        complexity="COMPLEX",
        part_grade="ORIGINAL",
        brand="Apple",
        device_year=2020,
        urgency="URGENT",
        on=SUNDAY,
        visits=9,
        referred=True,
    )
    assert lines(found) == [
        ("base", "119.99", "119.99"),
        ("complexity", "48.00", "167.99"),
        ("part_grade", "42.00", "209.99"),
        ("age", "-42.00", "167.99"),
        ("brand", "25.20", "193.19"),
        ("urgency", "96.60", "289.79"),
        ("weekend", "43.47", "333.26"),
        ("loyalty", "-49.99", "283.27"),
        ("rounding", "1.73", "285.00"),
    ]
    assert (found.net, found.vat, found.total) == (
        Decimal("237.50"),
        Decimal("47.50"),
        Decimal(285),
    )


def test_nothing_known_is_the_base():
    assert lines(of(tariff())) == [("base", "100.00", "100.00")]


@pytest.mark.parametrize(
    ("where", "base", "detail"),
    [
        ({}, "100", ""),
        ({"category": "MacBook"}, "270", "MacBook"),
        ({"category": "MacBook", "model": "MacBook Pro 14"}, "399", "MacBook Pro 14"),
        ({"category": "laptop", "model": "macbook-pro-14"}, "399", "macbook-pro-14"),
    ],
)
def test_the_nearest_base_wins(where, base, detail):
    near = {"base": 100, "categories": {"macbook": 270}, "models": {"macbook-pro-14": 399}}
    (line,) = of(tariff(repairs=_repairs(SCREEN_REPAIR=near)), **where).lines
    assert (line.amount, line.detail) == (Decimal(base), detail)


def test_a_models_own_price_already_knows_its_age_and_brand():
    rules = tariff(
        repairs=_repairs(SCREEN_REPAIR={"base": 100, "models": {"iphone-13": 149}}),
        brands={"apple": "1.1"},
        ages=[{"years": 0, "factor": "0.9", "label": "Any"}],
    )
    told = {"brand": "Apple", "device_year": 2021}
    assert of(rules, model="iPhone 13", **told).total == 149
    assert of(rules, model="iPhone 12", **told).total == 99


@pytest.mark.parametrize(
    ("year", "factor"), [(2026, "1.2"), (2027, "1.2"), (2025, None), (2021, None), (2020, "0.9")]
)
def test_age_is_counted_in_years_of_the_calendar(year, factor):
    ages = [
        {"years": 0, "factor": "1.2", "label": "New"},
        {"years": 1, "factor": 1, "label": "Some"},
        {"years": 6, "factor": "0.9", "label": "Old"},
    ]
    found = of(tariff(ages=ages), device_year=year)
    assert [str(line.factor) for line in found.lines[1:]] == ([factor] if factor else [])


@pytest.mark.parametrize(
    ("particulars", "kind", "total"),
    [
        ({"visits": 0}, "first_time", "95"),
        ({"visits": 1}, None, "100"),
        ({"visits": None}, None, "100"),
        ({"visits": 2}, "loyalty", "95"),
        ({"visits": 7}, "loyalty", "95"),
        ({"visits": 8}, "loyalty", "85"),
        ({"loyalty_tier": "GOLD"}, "loyalty", "85"),
        ({"visits": 2, "referred": True}, "referral", "90"),
        ({"visits": 8, "referred": True}, "loyalty", "85"),
    ],
)
def test_the_best_discount_comes_off(particulars, kind, total):
    discounts = {"loyalty": LOYAL, "referral": 10, "first_time": 5}
    found = of(tariff(discounts=discounts), **particulars)
    assert [line.kind for line in found.lines[1:]] == ([kind] if kind else [])
    assert found.total == Decimal(total)


def test_a_shop_may_take_all_discounts_one_after_the_other():
    discounts = {"combine": "all", "loyalty": LOYAL, "referral": 10}
    found = of(tariff(discounts=discounts), visits=2, referred=True)
    assert lines(found)[1:] == [("loyalty", "-5.00", "95.00"), ("referral", "-9.50", "85.50")]


def test_never_below_the_minimum_nor_above_the_maximum():
    rules = tariff(minimum=95, maximum=150)
    assert lines(of(rules, urgency="LOW"))[-1] == ("minimum", "5.00", "95.00")
    assert lines(of(rules, urgency="EMERGENCY"))[-1] == ("maximum", "-50.00", "150.00")


@pytest.mark.parametrize(
    ("step", "mode", "total"),
    [
        ("0.01", "nearest", "102.49"),
        ("1", "nearest", "102"),
        ("1", "up", "103"),
        ("5", "nearest", "100"),
        ("5", "up", "105"),
        ("5", "down", "100"),
        ("0.50", "nearest", "102.50"),
    ],
)
def test_rounding(step, mode, total):
    repairs = _repairs(SCREEN_REPAIR={"base": "102.49"})
    found = of(tariff(repairs=repairs, rounding={"step": step, "mode": mode}))
    assert found.total == Decimal(total)


@pytest.mark.parametrize(
    ("total", "rate", "net", "vat"),
    [
        ("149", "20", "124.17", "24.83"),
        ("0.01", "20", "0.01", "0.00"),
        ("0.03", "20", "0.02", "0.01"),
        ("100", "0", "100", "0.00"),
        ("120", "20", "100", "20.00"),
    ],
)
def test_vat_is_inside_and_net_is_the_rest(total, rate, net, vat):
    assert split(Decimal(total), Decimal(rate)) == (Decimal(net), Decimal(vat))


@pytest.mark.parametrize(
    ("particulars", "field"),
    [
        ({"complexity": "HARD"}, "complexity"),
        ({"part_grade": "GOLD"}, "part_grade"),
        ({"loyalty_tier": "PLATINUM"}, "loyalty_tier"),
    ],
)
def test_a_word_the_rules_do_not_know_is_refused_by_name(particulars, field):
    with pytest.raises(Refusal) as refusal:
        of(tariff(), **particulars)
    assert (refusal.value.field, refusal.value.status) == (field, 422)


@pytest.mark.parametrize(
    ("particulars", "field"),
    [
        ({"repair_type": "SCREEN"}, "repair_type"),
        ({"urgency": "NOW"}, "urgency"),
        ({"device_year": 21}, "device_year"),
        ({"model": "x" * 101}, "model"),
    ],
)
def test_what_could_never_be_priced_is_refused_when_asked(particulars, field):
    with pytest.raises(Refusal) as refusal:
        asked(**particulars)
    assert (refusal.value.field, refusal.value.status) == (field, 422)


def _repairs(**changes):
    return {kind: {"base": 100} for kind in tariff().repairs} | changes


def test_the_words_are_those_of_the_catalogue():
    assert list(RepairType) == catalogue.RepairType.values
    assert list(Urgency) == catalogue.UrgencyLevel.values


def test_every_category_and_model_of_the_shipped_prices_is_in_the_catalogue():
    models, kinds = {one.slug for one in listed()}, set(categories().categories)
    for repair in pricing_config().repairs.values():
        assert set(repair.models) <= models
        assert set(repair.categories) <= kinds


def test_a_priced_model_is_found_by_its_name_in_the_catalogue():
    priced = {found for repair in pricing_config().repairs.values() for found in repair.models}
    names = {one.slug: one.card.name for one in listed()}
    assert {found: slug(names[found]) for found in priced} == {found: found for found in priced}
