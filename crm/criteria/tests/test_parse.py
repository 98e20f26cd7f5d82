"""What is refused, where the mistake is said to be, and that nothing hostile breaks the reader."""

import re
from decimal import Decimal
from typing import Annotated

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, PlainValidator, ValidationError

from crm.criteria.grammar import All, Condition
from crm.criteria.parsing import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, parse
from crm.criteria.problems import InvalidCondition
from crm.criteria.tests import random_data


def ask(fact, op, *value):
    return {"fact": fact, "op": op} | ({"value": value[0]} if value else {})


def mistakes(raw):
    with pytest.raises(InvalidCondition) as refused:
        parse(raw, subject="specimen")
    return [str(problem) for problem in refused.value.problems]


def test_every_mistake_is_told_with_the_path_that_leads_to_it():
    raw = {
        "all": [
            ask("whole", "at_least", 80),
            {"any": [ask("hole", "at_least", 1), ask("whole", "at_lest", 1)]},
            {"not": ask("whole", "at_least", "80")},
            ask("colour", "in", ["RED", "GREN"]),
        ]
    }
    assert mistakes(raw) == [
        "all[1].any[0].fact: there is no fact “hole”; did you mean whole?",
        "all[1].any[1].op: there is no comparison “at_lest”; did you mean at_least?",
        "all[2].not.value: must be a whole number",
        "all[3].value[1]: “GREN” is not one of its choices; did you mean GREEN?",
    ]


def test_the_refusal_names_the_first_mistake_for_the_api():
    with pytest.raises(InvalidCondition) as refused:
        parse({"not": ask("whole", "at_least", None)}, subject="specimen")
    assert refused.value.status == 422
    assert refused.value.field == "not.value"
    assert refused.value.message == "not.value: must be a whole number"


@pytest.mark.parametrize(
    ("raw", "mistake"),
    [
        ({}, "must hold exactly one of “all”, “any”, “not”, or else a “fact”"),
        ({"all": [], "any": []}, "must hold exactly one of “all”, “any”, “not”, or else a “fact”"),
        ([], "must be an object with “all”, “any”, “not” or “fact”"),
        ({"any": []}, "any: must hold at least one condition, or nobody can match"),
        ({"all": "x"}, "all: must be a list of conditions"),
        (ask("whole", "is", 1) | {"valeu": 1}, "has no place for “valeu”; did you mean value?"),
        ({"fact": "whole"}, "op: must be the name of a comparison"),
        (ask(3, "is", 1), "fact: must be the name of a fact"),
        (ask("whole", "is"), "value: is missing"),
        (ask("whole", "is_known", 1), "value: must be left out"),
        (ask("flag", "at_least", 1), "op: flag is yes or no, so at_least does not fit; use is, is_known, is_unknown"),
        (ask("whole", "is", True), "value: must be a whole number"),
        (ask("whole", "is", 10**6000), "value: is a larger number than can be compared"),
        (ask("number", "is", 10**6000), "value: is a larger number than can be compared"),
        (ask("number", "is", float("nan")), "value: must be a number"),
        (ask("number", "is", Decimal("sNaN")), "value: must be a number"),
        (ask("number", "is", float("inf")), "value: must be a number"),
        (ask("number", "is", 1e-11), "value: must have at most 10 decimal places"),
        (ask("number", "between", [2, 1]), "value: must have the lower value first"),
        (ask("number", "between", [1]), "value: must be two values, the lower first"),
        (ask("text", "is", "a\0"), "value: holds a character that text cannot hold"),
        (ask("text", "is", "\ud800"), "value: holds a character that text cannot hold"),
        (ask("text", "is", "a" * 501), "value: must be at most 500 characters long"),
        (ask("text", "contains", " \u0301"), "value: must hold at least one letter or digit"),
        (ask("tags", "contains_any", []), "value: must hold between 1 and 500 values"),
        (ask("tags", "contains_any", ["a"] * 501), "value: must hold between 1 and 500 values"),
        (ask("tags", "contains_any", "a"), "value: must be a list of values"),
        (ask("day", "before", "2026-02-30"), "value: “2026-02-30” is not a date"),
        (ask("day", "before", "0001-01-01"), "value: must be between the years 1800 and 2999"),
        (ask("day", "within_last", {"hours": 1}), "value: must be in days or longer, because this fact has no time of day"),
        (ask("moment", "before", "2026-03-01T09:00"), "value: must say its offset from UTC, as in 2026-03-29T09:00:00Z"),
        (ask("moment", "before", "0001-01-01T00:00+23:59"), "value: must be between the years 1800 and 2999"),
        (ask("moment", "within_last", {"fortnights": 1}), "value: “fortnights” is not one of minutes, hours, days, weeks, months, years"),
        (ask("moment", "within_last", {"days": 10**9}), "value.days: must be a whole number from 0 to 36500"),
        (ask("key", "is", "42"), "value: must be an id of 36 characters"),
    ],
)  # fmt: skip
def test_a_mistake_gets_a_sentence(raw, mistake):
    assert mistakes(raw) == [mistake]


def test_depth_and_size_are_limited():
    deep = ask("whole", "is", 1)
    for _ in range(MAX_DEPTH):
        deep = {"not": deep}
    assert mistakes(deep) == [
        ".".join(["not"] * MAX_DEPTH) + f": is nested deeper than {MAX_DEPTH} levels"
    ]
    wide = {"all": [ask("whole", "is", 1)] * MAX_NODES}
    assert mistakes(wide) == [f"has more than {MAX_NODES} parts"]
    assert len(mistakes({"all": [ask("hole", "is", 1)] * 50})) == MAX_PROBLEMS


def test_what_is_echoed_can_always_be_printed():
    [mistake] = mistakes(ask("\ud800" + "x" * 100, "is", 1))
    assert mistake == "fact: there is no fact “?" + "x" * 39 + "…”"


junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | random_data.days,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["all", "any", "not", "fact", "op", "value", "days"]) | st.text(), inner
        )
    ),
)
almost = st.builds(
    lambda fact, op, value: {"fact": fact, "op": op, "value": value},
    st.sampled_from(["whole", "number", "text", "colour", "tags", "day", "moment", "key"]),
    st.sampled_from(["is", "in", "between", "contains", "before", "within_last"]),
    junk,
)


@settings(max_examples=500, deadline=None, derandomize=True, database=None)
@given(junk | almost)
def test_junk_is_read_or_refused_and_nothing_else(raw):
    try:
        parse(raw, subject="specimen")
    except InvalidCondition as refused:
        told = refused
    else:
        return
    str(told).encode()
    assert all(re.match(r"(\w+|\[\d+\]|\.)*\Z", problem.path) for problem in told.problems)


def test_a_pydantic_field_tells_the_mistake_as_its_own():
    class Rule(BaseModel):
        when: Annotated[Condition, PlainValidator(lambda raw: parse(raw, subject="specimen"))]

    assert Rule(when={"all": []}).when.root == All(())
    with pytest.raises(ValidationError, match="there is no fact “hole”"):
        Rule(when=ask("hole", "is", 1))


def test_yaml_and_json_state_the_same():
    assert parse(ask("number", "is", 80), subject="specimen").root.operand == Decimal(80)
    assert parse(ask("whole", "is", 80.0), subject="specimen").root.operand == 80
    by_name = parse(ask("day", "is", "2026-03-29"), subject="specimen")
    from_yaml = parse(ask("day", "is", by_name.root.operand), subject="specimen")
    assert by_name == from_yaml
