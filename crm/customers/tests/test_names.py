import pytest

from crm.customers import addresses
from crm.customers.names import folded, sort_key, split_name
from crm.lib.refusal import Refusal


def test_names_are_found_without_accents_or_case():
    assert folded("  Zoë   O’Brien ") == "zoe o'brien"


def test_the_family_name_comes_first_in_lists():
    assert sort_key("Zoë", "Élan") == "elan zoe"
    assert sort_key("", "", "Émile Ltd") == "emile ltd"


def test_the_last_word_is_the_family_name():
    assert split_name("Mary Ann Smith") == ("Mary Ann", "Smith")
    assert split_name("Prince") == ("Prince", "")


@pytest.mark.parametrize("typed", ["07700 900482", "+44 7700 900482", "0044 7700-900-482"])
def test_a_phone_is_one_number_however_it_is_typed(typed):
    assert addresses.normal_phone(typed) == "+447700900482"


@pytest.mark.parametrize("typed", ["12", "hello", "+" + "9" * 30])
def test_what_no_phone_could_have_is_refused(typed):
    with pytest.raises(Refusal):
        addresses.normal_phone(typed)
    assert addresses.maybe_phone(typed) == ""


def test_an_email_is_compared_without_case():
    assert addresses.normal_email(" Jo@Example.ORG ") == "jo@example.org"
    with pytest.raises(Refusal):
        addresses.normal_email("jo@")
