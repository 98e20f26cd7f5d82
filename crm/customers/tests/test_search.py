"""Found by what people remember, however it is typed, and only by those who may see them."""

import pytest
from django.db import connection

from crm.customers import rules
from crm.customers.models import SearchWord
from crm.customers.search import search
from crm.customers.spelling import guesses
from crm.customers.tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def john(branch):
    return make.customer(
        branch, "John Albert Smith", email="j.smith@example.org", phone="07700 900482",
        company="Bright Dental",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "john smith", "smith john", "joh smi", "smi joh", "albert", "dental", "bright d",
        "john smtih", "jhon smith", "jon smiith", "smitj", "Jöhn SMITH",
        "j.smith@example.org", "J.Smi", "j.smith@ex",
        "07700900482", "07700 900 482", "+44 (0)7700 900482", "0044 7700 900482", "447700900482",
        "7700 9004", "(07700) 900-4",
    ],
)  # fmt: skip
def test_john_is_found(rory, john, text):
    assert search(text, to=rory) == [john]


def test_somebody_is_found_by_their_number_elsewhere(rory, john, branch):
    john.external_source, john.external_id = "revivatech", "U-4711"
    john.save()
    make.customer(branch, "Una Other")
    assert search("U-4711", to=rory) == [john]
    assert search("U-47", to=rory) == [john]


def test_a_slip_finds_nobody_whom_one_may_not_see(rex, john):
    assert search("john smtih", to=rex) == []
    assert search("+44 7700 900482", to=rex) == []


def test_a_name_that_was_changed_is_meant_from_then_on(rory, john):
    rules.edit(john, {"last_name": "Featherstonehaugh"}, by=rory)
    assert search("fetherstonehaugh", to=rory) == [john]


def test_a_long_word_may_be_wrong_twice(rory, branch):
    kate = make.customer(branch, "Katarzyna Kowalski")
    assert search("katazrina", to=rory) == [kate]


def test_the_likeliest_name_is_guessed_first(branch):
    for name in ("Ann Able", "Anne Able", "Dan Able"):
        make.customer(branch, name)
    assert guesses("ann abel")[:2] == ["ann able", "anne able"]


def test_whoever_may_have_been_meant_is_shown_by_turns(rory, branch):
    for number in range(12):
        make.customer(branch, f"{chr(65 + number)}lf Walton")
    watson = make.customer(branch, "Zoe Watson")
    assert watson in search("waston", to=rory)[:2]


def test_each_word_is_kept_once_however_many_are_called_so(branch):
    make.customer(branch, "Ann Able-Baker")
    make.customer(branch, "Ann Able")
    assert list(SearchWord.objects.order_by("word").values_list("word", flat=True)) == [
        "able", "ann", "baker",
    ]  # fmt: skip


def test_no_tier_reads_a_table_from_end_to_end(rory, branch):
    make.many(branch, 300)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE customers")
    plans = []

    def explained(execute, sql, params, many, context):
        if "customers" in sql:
            with connection.cursor() as cursor:
                cursor.execute(f"EXPLAIN {sql}", params)
                plans.extend(line for (line,) in cursor.fetchall())
        return execute(sql, params, many, context)

    for text in ("perso", "00123 person", "zzzz person", "0770090", "x@example.org"):
        with connection.execute_wrapper(_once(explained)):
            search(text, to=rory)
    assert plans
    assert not [line for line in plans if "Seq Scan" in line]


def _once(wrapper):
    """Explaining a statement is not explained itself."""
    busy = []

    def wrapped(execute, sql, params, many, context):
        if busy:
            return execute(sql, params, many, context)
        busy.append(True)
        try:
            return wrapper(execute, sql, params, many, context)
        finally:
            busy.clear()

    return wrapped
