"""Random rows and random conditions about them, drawn from the same few pools so that they meet."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from crm.criteria.periods import When

ZONES = ["UTC", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu"]
CHANGES = [datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)]
LETTERS = "aAzZéÉe\u0301ßẞæÆœøØłŁıİΣσςЁёЙ%_\\'’\" \t\u00a0ﬁ½"

wholes = st.sampled_from([-(2**31), -1, 0, 1, 80, 2**31 - 1]) | st.integers(-100, 100)
numbers = st.sampled_from(
    [Decimal("0.1"), Decimal("-0"), Decimal("1E+2"), Decimal("0.3000000000"), Decimal("99.995")]
) | st.decimals(-(10**17), 10**17, places=10, allow_nan=False)
texts = st.text(st.sampled_from(LETTERS), max_size=8) | st.text(
    st.characters(exclude_categories=("Cs", "Cn", "Co"), exclude_characters="\0"), max_size=6
)
colours = st.sampled_from(["RED", "GREEN", "BLUE"])
words = st.sampled_from(["wet", "Wet", 'a"b', "a\\b", "a,b", "{}", "NULL", "é", ""])
keys = st.sampled_from([UUID(int=1), UUID(int=2**127)])
days = st.dates(date(2026, 3, 27), date(2026, 4, 2)) | st.dates(date(1900, 1, 1), date(2100, 1, 1))
moments = st.builds(
    lambda base, seconds, micros: base + timedelta(seconds=seconds, microseconds=micros),
    st.sampled_from(CHANGES),
    st.integers(-48, 48).map(lambda hours: hours * 1800) | st.integers(-400_000, 400_000),
    st.sampled_from([0, 0, 1, 999_999]),
)
whens = st.builds(lambda at, zone: When(at, ZoneInfo(zone)), moments, st.sampled_from(ZONES))


def _maybe(values):
    return st.none() | values


rows = st.fixed_dictionaries(
    {
        "whole": _maybe(wholes),
        "number": _maybe(numbers),
        "text": _maybe(texts),
        "colour": _maybe(colours),
        "tags": _maybe(st.lists(_maybe(words), max_size=3)),
        "flag": _maybe(st.booleans()),
        "day": _maybe(days),
        "moment": _maybe(moments),
        "key": _maybe(keys),
    }
)


def _ask(fact, ops, value):
    return st.builds(
        lambda op, value: {"fact": fact, "op": op, "value": value}, st.sampled_from(ops), value
    )


def _many(values):
    return st.lists(values, min_size=1, max_size=3)


def _pair(values):
    return st.tuples(values, values).map(sorted)


def _numeric(fact, values):
    one = ["is", "is_not", "at_least", "at_most", "more_than", "less_than"]
    return (
        _ask(fact, one, values)
        | _ask(fact, ["in", "not_in"], _many(values))
        | _ask(fact, ["between"], _pair(values))
    )


def _calendar(fact, values, units):
    periods = st.builds(
        lambda unit, count: {unit: count}, st.sampled_from(units), st.integers(0, 40)
    )
    return (
        _ask(fact, ["before", "after"], values)
        | _ask(fact, ["between"], _pair(values))
        | _ask(fact, ["within_last", "within_next", "more_than_ago"], periods)
    )


_searched = texts.filter(lambda text: any(char.isalnum() and char.isascii() for char in text))
_facts = st.sampled_from(
    ["whole", "number", "text", "colour", "tags", "flag", "day", "moment", "key"]
)
_long = ["days", "weeks", "months", "years"]
comparisons = st.one_of(
    _numeric("whole", wholes),
    _numeric("number", numbers | st.sampled_from([0.1, 99.995, 80])),
    _ask("text", ["is", "is_not", "contains", "starts_with"], _searched),
    _ask("text", ["in", "not_in", "contains_any", "contains_all"], _many(_searched)),
    _ask("colour", ["is", "is_not"], colours),
    _ask("colour", ["in", "not_in"], _many(colours)),
    _ask("tags", ["contains"], words),
    _ask("tags", ["contains_any", "contains_all"], _many(words)),
    _ask("flag", ["is"], st.booleans()),
    _ask("key", ["is", "is_not"], keys.map(str)),
    _ask("key", ["in", "not_in"], _many(keys.map(str))),
    _ask("day", ["is", "is_not"], days.map(str)),
    _calendar("day", days.map(str), _long),
    _calendar("moment", days.map(str), ["minutes", "hours", *_long]),
    _calendar("moment", moments.map(datetime.isoformat), ["minutes", "hours", *_long]),
    st.builds(
        lambda fact, op: {"fact": fact, "op": op},
        _facts,
        st.sampled_from(["is_known", "is_unknown"]),
    ),
)
conditions = st.recursive(
    comparisons,
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: {"all": parts})
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: {"any": parts})
        | inner.map(lambda part: {"not": part})
    ),
    max_leaves=6,
)
