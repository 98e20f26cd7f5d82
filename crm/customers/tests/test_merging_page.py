"""Choosing whom to merge with, from a customer's page."""

import pytest

from crm.customers.models import Merge
from crm.customers.tests import make


@pytest.fixture
def ann(branch):
    return make.customer(branch, "Ann Able", email="ann@example.org")


@pytest.fixture
def quill(branch):
    return make.customer(branch, "Zoe Quill", email="zoe@example.org")


def test_the_other_record_is_found_and_merged_into_this_one(as_staff, olga, ann, quill, recorded):
    browser, path = as_staff(olga), f"/customers/{ann.pk}/merging"
    assert "Who else is Ann Able?" in browser.get(path).content.decode()
    assert "zoe@example.org" in browser.get(path, {"q": "quill"}).content.decode()
    assert "Nobody by that name" in browser.get(path, {"q": "Ann Able"}).content.decode()
    answer = browser.post(
        path, {"other": quill.pk, "version": ann.version}, headers={"HX-Request": "true"}
    )
    assert answer["HX-Redirect"] == f"/customers/{ann.pk}"
    assert Merge.objects.get().loser == quill
    assert recorded() == ["customer.merged"]


def test_nobody_oneself_or_an_old_screen_is_refused(as_staff, olga, ann, quill, recorded):
    browser, path = as_staff(olga), f"/customers/{ann.pk}/merging"
    assert browser.post(path).status_code == 404
    assert browser.post(path, {"other": ann.pk}).status_code == 409
    assert browser.post(path, {"other": quill.pk, "version": 9}).status_code == 412
    assert recorded() == []


def test_another_branchs_customer_is_not_there(as_staff, olga, rory, other_branch, ann, recorded):
    from crm.accounts.tests import make as accounts

    manager = accounts.staff("Mo Manager", "manager", other_branch)
    theirs = make.customer(other_branch, "Own Customer")
    recorded.begin()
    browser = as_staff(manager)
    assert browser.get(f"/customers/{ann.pk}/merging").status_code == 404
    path = f"/customers/{theirs.pk}/merging"
    assert "Ann Able" not in browser.get(path, {"q": "Ann Able"}).content.decode()
    assert browser.post(path, {"other": ann.pk}).status_code == 404
    assert as_staff(rory).get(f"/customers/{ann.pk}/merging").status_code == 403
    assert recorded() == []
