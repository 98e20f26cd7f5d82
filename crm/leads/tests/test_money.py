from decimal import Decimal

import pytest

from crm.leads.money import middle_of


@pytest.mark.parametrize(
    ("budget", "value"),
    [
        ("£100-£200", "150.00"),
        ("100 to 151", "125.50"),
        ("up to £1,200.50", "1200.50"),
        ("1k - 2k", "1500.00"),
        ("whatever it takes", "0"),
        ("", "0"),
        ("9999999999999999", "99999999.99"),
    ],
)
def test_the_middle_of_a_budget(budget, value):
    assert middle_of(budget) == Decimal(value)
