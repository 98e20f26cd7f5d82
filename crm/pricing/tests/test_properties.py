"""What holds for every set of rules and every question."""

from decimal import Decimal

from hypothesis import given, settings

from crm.pricing.asked import Asked, Urgency
from crm.pricing.engine import PENNY, price
from crm.pricing.tests import random_rules as made

thorough = settings(max_examples=200, deadline=None, derandomize=True, database=None)


@thorough
@given(made.tariffs, made.questions, made.vat_rates)
def test_the_lines_add_up_to_the_penny(rules, asked, vat_rate):
    found = price(rules, asked, vat_rate=vat_rate)
    running = Decimal(0)
    for line in found.lines:
        running += line.amount
        assert line.subtotal == running
        assert line.amount == line.amount.quantize(PENNY)
    assert found.total == running == found.net + found.vat
    assert found.net >= 0
    assert found.vat >= 0


@thorough
@given(made.tariffs, made.questions, made.vat_rates)
def test_the_price_stays_within_bounds_and_stands_on_the_step(rules, asked, vat_rate):
    found = price(rules, asked, vat_rate=vat_rate)
    assert found.total >= rules.minimum
    assert rules.maximum is None or found.total <= rules.maximum
    assert found.total % rules.rounding.step == 0
    assert found.total <= Decimal("99999999.99")


@thorough
@given(made.tariffs, made.questions)
def test_sooner_never_costs_less(rules, asked):
    totals = []
    for urgency in Urgency:
        question = Asked(**made.but(asked, urgency=urgency.value))
        totals.append(price(rules, question, vat_rate=Decimal(20)).total)
    assert totals == sorted(totals)


@thorough
@given(made.tariffs, made.questions)
def test_a_discount_never_costs_the_customer(rules, asked):
    plain = Asked(**made.but(asked, visits=None, referred=False, loyalty_tier=""))
    with_discount = price(rules, asked, vat_rate=Decimal(20)).total
    assert with_discount <= price(rules, plain, vat_rate=Decimal(20)).total


@thorough
@given(made.tariffs, made.questions)
def test_the_same_rules_and_question_say_the_same_and_survive_json(rules, asked):
    again = type(rules).model_validate_json(rules.model_dump_json())
    first = price(rules, asked, vat_rate=Decimal(20))
    assert price(again, Asked.read(asked.kept()), vat_rate=Decimal(20)) == first
