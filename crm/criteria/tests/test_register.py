"""A fact that could not work stops the start."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist

from crm.criteria.expressions import Sql
from crm.criteria.kinds import Kind
from crm.criteria.registry import Fact, declare, facts, register
from crm.criteria.tests.specimen import Box, Specimen


def refuse(fact, subject="specimen"):
    before = facts("specimen")
    with pytest.raises((RuntimeError, FieldDoesNotExist)) as refused:
        register(subject, fact)
    assert facts("specimen") == before
    return str(refused.value)


def test_a_name_is_taken_once():
    assert refuse(Fact("whole", Kind.WHOLE, "score", "whole")) == (
        "The fact whole of specimen is registered twice."
    )


def test_a_path_must_lead_to_one_column():
    assert "nowhere" in refuse(Fact("lost", Kind.WHOLE, "lost", "nowhere"))
    assert refuse(Fact("deep", Kind.WHOLE, "deep", "whole__more")) == (
        "The fact deep goes on after the column whole; use KT(...)."
    )


def test_a_path_to_many_rows_would_double_the_subjects():
    declare("table", ContentType)
    assert refuse(Fact("doors", Kind.TEXT, "doors", "permission__codename"), "table") == (
        "The fact doors follows permission to many rows; use Sql(...)."
    )


def test_sql_must_say_whose_row_it_means():
    with pytest.raises(ValueError, match=r"Write \{subject\}"):
        Sql("(specimens.whole + 1)")


def test_a_subject_means_one_table():
    with pytest.raises(RuntimeError, match="declared twice"):
        declare("specimen", Box)
    declare("specimen", Specimen)


def test_nobody_registered_facts_about_a_stranger():
    with pytest.raises(LookupError, match="ghost"):
        facts("ghost")
