"""Pounds and pence never meet inside."""

import ast
from decimal import Decimal
from pathlib import Path

import pytest

from crm.lib.refusal import Refusal
from crm.payments import money

ROOT = Path(__file__).parents[2]
# Where whole pence come in or go out: the readers of outside systems, and the converter itself.
DOORS = {"payments/money.py", "integrations/revivatech/payment_", "integrations/stripe"}


def test_pence_become_pounds():
    assert money.from_pence(money.Pence(14950)) == Decimal("149.50")
    assert str(money.from_pence(money.Pence(7))) == "0.07"
    assert money.from_pence(money.Pence(-5)) == Decimal("-0.05")


def test_pounds_become_pence():
    assert money.to_pence(Decimal("149.50")) == 14950
    assert money.to_pence(Decimal("0.29")) == 29  # in floats it would be 28


@pytest.mark.parametrize("wrong", [Decimal("149.50"), 149.5, "14950", True, None])
def test_nothing_but_a_whole_number_is_pence(wrong):
    with pytest.raises(TypeError):
        money.from_pence(wrong)


@pytest.mark.parametrize("wrong", [14950, 149.5, "149.50", Decimal("149.505")])
def test_nothing_but_pounds_to_the_penny_are_pounds(wrong):
    with pytest.raises(TypeError):
        money.to_pence(wrong)


@pytest.mark.parametrize("wrong", [14950, 149.5])
def test_rules_take_pounds_alone(wrong):
    with pytest.raises(TypeError):
        money.positive(wrong)


@pytest.mark.parametrize("wrong", ["0", "-1", "NaN", "1e12"])
def test_an_amount_is_possible(wrong):
    with pytest.raises(Refusal):
        money.positive(Decimal(wrong))


def test_pence_are_known_at_the_doors_alone():
    """No other file asks for the converters, and none multiplies by a hundred by itself."""
    found = []
    for path in sorted([*ROOT.glob("payments/**/*.py"), *ROOT.glob("integrations/**/*.py")]):
        name = str(path.relative_to(ROOT))
        if "/tests/" in name or any(name.startswith(door) for door in DOORS):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            is_pence = isinstance(node, ast.Name | ast.Attribute | ast.alias) and (
                (getattr(node, "id", "") or getattr(node, "attr", "") or getattr(node, "name", ""))
                in {"from_pence", "to_pence", "Pence"}
            )
            is_hundred = (
                isinstance(node, ast.BinOp)
                and isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv)
                and any(
                    isinstance(side, ast.Constant) and side.value == 100
                    for side in (node.left, node.right)
                )
                and not {"rate", "percent"}
                & set(ast.unparse(node).replace(".", " ").replace("_", " ").split())
                and "health" not in name
            )
            if is_pence or is_hundred:
                found.append(f"{name}:{node.lineno}")
    assert found == []
