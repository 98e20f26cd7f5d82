"""The JSON Schema describes what the reader accepts."""

import json

import jsonschema_rs
import pytest
from hypothesis import given, settings

from crm.criteria.describing import schema
from crm.criteria.parsing import parse
from crm.criteria.problems import InvalidCondition
from crm.criteria.tests import random_data


def validator():
    return jsonschema_rs.Draft202012Validator(
        json.loads(json.dumps(schema("specimen"))), validate_formats=True
    )


@settings(max_examples=300, deadline=None, derandomize=True, database=None)
@given(random_data.conditions)
def test_it_accepts_whatever_the_reader_accepts(raw):
    parse(raw, subject="specimen")
    validator().validate(json.loads(json.dumps(raw, default=float)))


@pytest.mark.parametrize(
    "raw",
    [
        {},
        {"any": []},
        {"fact": "hole", "op": "is", "value": 1},
        {"fact": "flag", "op": "at_least", "value": 1},
        {"fact": "colour", "op": "is", "value": "GREN"},
        {"fact": "day", "op": "within_last", "value": {"hours": 1}},
        {"fact": "moment", "op": "before", "value": "soon"},
        {"fact": "text", "op": "is_known", "value": 1},
        {"fact": "number", "op": "between", "value": [1]},
    ],
)
def test_it_refuses_what_the_reader_refuses(raw):
    assert not validator().is_valid(raw)
    with pytest.raises(InvalidCondition):
        parse(raw, subject="specimen")
