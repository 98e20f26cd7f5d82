"""A condition reads as an English sentence."""

import pytest

from crm.criteria.explaining import explain
from crm.criteria.parsing import parse


def ask(fact, op, *value):
    return {"fact": fact, "op": op} | ({"value": value[0]} if value else {})


RED_OR_GREEN = ask("colour", "in", ["RED", "GREEN"])


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        ({"all": [ask("whole", "at_least", 80), RED_OR_GREEN]},
         "score is at least 80 points and (colour is Red or Green)"),
        ({"any": [RED_OR_GREEN, ask("whole", "is", 1)]}, "colour is Red or Green or score is 1 points"),
        ({"all": [ask("flag", "is", True), {"any": [ask("whole", "less_than", 1000), ask("text", "is_unknown")]}]},
         "business customer is yes and (score is less than 1,000 points or name is unknown)"),
        ({"not": ask("colour", "is", "RED")}, "not (colour is Red)"),
        (ask("colour", "is_not", "RED"), "colour is other than Red"),
        (ask("number", "between", [-1, 2500.5]), "total spent is from -£1.00 to £2,500.50"),
        (ask("number", "is", 0.125), "total spent is £0.125"),
        (ask("tags", "contains_all", ["wet", "dry", "b%"]), "tags contains “wet”, “dry” and “b%”"),
        (ask("moment", "within_last", {"days": 30}), "last visit is within the last 30 days"),
        (ask("moment", "more_than_ago", {"weeks": 1}), "last visit is more than 1 week ago"),
        (ask("day", "after", "2026-03-29"), "birthday is after 29 Mar 2026"),
        (ask("moment", "before", "2026-03-28T09:00:00Z"), "last visit is before 28 Mar 2026, 9 a.m."),
        (ask("moment", "after", "2026-07-29T09:00:00Z"), "last visit is after 29 Jul 2026, 10 a.m."),
        (ask("sms", "is", True), "SMS consent is yes"),
        ({"all": []}, "everyone"),
        ({"all": [{"any": [ask("flag", "is", False)]}]}, "business customer is no"),
    ],
)  # fmt: skip
def test_it_reads_as_a_sentence(raw, sentence):
    assert explain(parse(raw, subject="specimen")) == sentence
