"""What people arrange for themselves, and who else sees it."""

import pytest

from crm.accounts import rules
from crm.accounts.models import DismissedHint, SavedView
from crm.accounts.templatetags.accounts import still_needs
from crm.lib.refusal import Refusal

HOT = {"band": ["hot"], "source": ["PHONE", "WEBSITE"]}


@pytest.fixture
def shared(rory):
    return rules.save_view(page="leads", name="Hot", query=HOT, is_shared=True, by=rory)


def test_a_view_is_kept_and_replaced_by_its_name(rory, recorded):
    rules.save_view(page="leads", name="Hot", query={}, by=rory)
    view = rules.save_view(page="leads", name="Hot", query=HOT, by=rory)
    assert SavedView.objects.get() == view
    assert view.as_query == "band=hot&source=PHONE&source=WEBSITE"
    assert recorded() == ["view.saved", "view.saved"]


def test_a_shared_view_is_seen_by_colleagues_only(shared, rory, tess, olga, rex):
    assert [shared in SavedView.objects.visible_to(who) for who in (rory, tess, olga, rex)] == [
        True,
        True,
        True,
        False,
    ]


def test_a_private_view_is_seen_by_nobody_else(rory, olga):
    view = rules.save_view(page="leads", name="Mine", query=HOT, by=rory)
    assert view not in SavedView.objects.visible_to(olga)


def test_only_its_owner_removes_a_view(shared, rory, tess, recorded):
    with pytest.raises(Refusal, match="Only whoever saved this view"):
        rules.forget_view(shared, by=tess)
    assert recorded() == []
    rules.forget_view(shared, by=rory)
    assert (SavedView.objects.count(), recorded()) == (0, ["view.forgotten"])


def test_a_view_is_saved_from_the_lists_own_address(rory, as_staff, recorded):
    form = {"page": "leads", "name": "Hot", "query": "?band=hot", "is_shared": "on"}
    answer = as_staff(rory).post("/settings/saved-views", form)
    assert answer.status_code == 302
    assert SavedView.objects.get().query == {"band": ["hot"]}
    assert recorded() == ["view.saved"]


def test_another_branchs_view_cannot_even_be_found(shared, rex, as_staff, recorded):
    assert as_staff(rex).post(f"/settings/saved-views/{shared.pk}/removal").status_code == 404
    assert (SavedView.objects.count(), recorded()) == (1, [])


def test_a_hint_is_dismissed_once_and_for_all(rory, as_staff):
    browser = as_staff(rory)
    assert still_needs(rory, "board-keys") is True
    for _ in range(2):
        assert browser.post("/settings/hints", {"hint": "board-keys"}).status_code == 204
    assert list(DismissedHint.objects.values_list("hint", flat=True)) == ["board-keys"]
    assert still_needs(rory, "board-keys") is False
    assert browser.post("/settings/hints", {"hint": "<b>"}).status_code == 422


def test_the_theme_follows_the_person(rory, as_staff):
    browser = as_staff(rory)
    back = browser.post(
        "/settings/theme", {"theme": "dark"}, headers={"referer": "http://testserver/settings/you"}
    )
    assert back["Location"] == "http://testserver/settings/you"
    rory.refresh_from_db()
    assert rory.theme == "dark"
    browser.post("/settings/theme", {"theme": "sepia"})
    rory.refresh_from_db()
    assert rory.theme == "dark"


def test_a_person_changes_their_own_name(rory, as_staff, recorded):
    assert as_staff(rory).post("/settings/you", {"name": "Rory Rae"}).status_code == 302
    rory.refresh_from_db()
    assert (rory.name, recorded()) == ("Rory Rae", ["staff.renamed"])


def test_one_letter_keys_can_be_switched_off_and_stay_off(rory, as_staff):
    browser = as_staff(rory)
    assert browser.post("/settings/shortcuts").status_code == 204
    assert b'data-shortcuts="off"' in browser.get("/settings/you").content
    browser.post("/settings/shortcuts", {"shortcuts": "on"})
    rory.refresh_from_db()
    assert rory.shortcuts


def test_a_view_holds_no_character_that_text_cannot(rory, as_staff):
    kept = {"page": "leads", "name": "Hot", "query": "?q=pri%00ya"}
    assert as_staff(rory).post("/settings/saved-views", kept).status_code == 302
    assert SavedView.objects.get().query == {"q": ["priya"]}
