"""Cells as values; the short ways say the same as the long ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.customers.addresses import normal_email, normal_phone
from crm.lib.refusal import Refusal
from crm.transfer.fields import FIELDS


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900482",
        "(020) 7946 0958",
        "+44 7700 900482",
        "0044 7700-900482",
        "447700900482",
        "7700900482",
        "+351 912 345 678",
        "+44 (0)7700 900482",
        "01632 960001",
    ],
)
def test_a_phone_is_read_as_everywhere_else(typed):
    assert FIELDS["phone"].read(typed) == normal_phone(typed)


@given(st.from_regex(r"[A-Za-z0-9_.+-]{1,12}@[A-Za-z0-9.-]{1,20}", fullmatch=True))
def test_an_email_is_read_as_everywhere_else(typed):
    try:
        expected = normal_email(typed)
    except Refusal as refusal:
        expected = refusal.message
    try:
        found = FIELDS["email"].read(typed)
    except Refusal as refusal:
        found = refusal.message
    assert found == expected


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("tags", "vip; late, vip", ["vip", "late"]),
        ("tags", '["vip","late"]', ["vip", "late"]),
        ("language", "EN_gb", "en-GB"),
        ("preferred_contact", "text", "SMS"),
        ("source_type", "walk-in", "WALK_IN"),
        ("source_type", "Newspaper", "OTHER"),
        ("email", "mailto:Ann@Example.com", "ann@example.com"),
    ],
)
def test_what_a_cell_becomes(field, typed, kept):
    assert FIELDS[field].read(typed) == kept


@pytest.mark.parametrize("typed", ["4.47E+11", "4,47e11", "4.47701E+11"])
def test_a_rounded_phone_is_never_taken(typed):
    with pytest.raises(Refusal, match="its digits are lost"):
        FIELDS["phone"].read(typed)
