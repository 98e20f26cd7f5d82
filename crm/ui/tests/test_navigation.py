from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from crm.ui.navigation import MAIN, Entry, links


def view(request):
    return HttpResponse()


urlpatterns = [
    path("", view, name="today"),
    path("leads", view, name="leads"),
    path("settings", view, name="settings"),
    path("settings/team", view, name="staff"),
]


@pytest.fixture(autouse=True)
def only_these_pages(settings):
    settings.ROOT_URLCONF = __name__


def seen(address, *permissions, entries=MAIN):
    request = RequestFactory().get(address)
    request.user = SimpleNamespace(is_authenticated=True, can=permissions.__contains__)
    return [(link.entry.url_name, link.current) for link in links(entries, request)]


def test_a_person_sees_what_they_may_open_and_what_exists():
    assert seen("/", "leads.view", "customers.view_own") == [("today", True), ("leads", False)]


def test_a_page_below_an_entry_belongs_to_it():
    assert seen("/leads/new", "leads.view") == [("today", False), ("leads", True)]
    assert seen("/leadsheet", "leads.view") == [("today", False), ("leads", False)]


def test_only_the_nearest_entry_is_the_current_one():
    pages = (Entry("You", "settings", "user"), Entry("Staff", "staff", "users"))
    team = seen("/settings/team/1", entries=pages)
    assert team == [("settings", False), ("staff", True)]


def test_a_stranger_sees_no_way_in():
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert links(MAIN, request) == []
