"""A model is found by what somebody remembers of it."""

import pytest

from crm.catalogue import rules
from crm.catalogue.models import DeviceModel
from crm.catalogue.search import search


@pytest.fixture
def catalogue(db):
    rules.load()


def first(text):
    found = search(text)
    return str(found[0]) if found else None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("iPhone 13", "Apple iPhone 13"),
        ("iphone13", "Apple iPhone 13"),
        ("iphnoe 13 pro max", "Apple iPhone 13 Pro Max"),
        ("A2442", "Apple MacBook Pro 14-inch (2021)"),
        ("a2442", "Apple MacBook Pro 14-inch (2021)"),
        ("macbook pro 14 2021", "Apple MacBook Pro 14-inch (2021)"),
        ("2021 pro 16 macbook", "Apple MacBook Pro 16-inch (2021)"),
        ("SM-G991B", "Samsung Galaxy S21"),
        ("g991b", "Samsung Galaxy S21"),
        ("galxy s21 ultra", "Samsung Galaxy S21 Ultra"),
        ("playstaton 5 slim", "Sony PlayStation 5 Slim"),
        ("HAC-001", "Nintendo Switch"),
        ("thinkpad t480", "Lenovo ThinkPad T480"),
        ("Surface Pro 7", "Microsoft Surface Pro 7"),
    ],
)
def test_it_is_found(catalogue, typed, found):
    assert first(typed) == found


@pytest.mark.parametrize("typed", ["", "i", "%", "toaster", "\\", "'; DROP TABLE"])
def test_nothing_is_found_of_nothing(catalogue, typed):
    assert search(typed) == []


def test_a_retired_model_is_not_offered(catalogue):
    DeviceModel.objects.filter(slug="iphone-13").update(is_active=False)
    assert first("iPhone 13") != "Apple iPhone 13"


def test_it_asks_no_more_for_more(catalogue, django_assert_max_num_queries):
    with django_assert_max_num_queries(15):
        found = search("samsung", enough=100)
    assert len(found) > 10
    assert {model.brand.name for model in found} == {"Samsung"}
