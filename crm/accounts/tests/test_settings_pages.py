"""The permission table of these pages: a stranger, the wrong role, the right one."""

import pytest
from django.test import Client
from django.urls import reverse

from crm.accounts import rules
from crm.accounts.models import ApiKey, Branch, Invitation, Staff
from crm.accounts.tests import make

PAGES = ["staff", "invite", "branches", "open-branch", "api-keys", "issue-key"]


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in(db, page):
    answer = Client().get(reverse(page))
    assert answer["Location"] == f"/sign-in?next={reverse(page)}"


@pytest.mark.parametrize("page", PAGES)
def test_the_wrong_role_is_turned_away(rory, as_staff, page):
    assert as_staff(rory).get(reverse(page)).status_code == 403


@pytest.mark.parametrize("page", PAGES)
def test_an_owner_comes_in(olga, as_staff, page):
    assert as_staff(olga).get(reverse(page)).status_code == 200


def test_a_fragment_sends_a_stranger_to_sign_in_too(db):
    headers = {"hx-request": "true", "hx-current-url": "http://testserver/settings/team?x=1"}
    answer = Client().get(reverse("staff"), headers=headers)
    assert answer.status_code == 401
    assert answer["HX-Redirect"] == "/sign-in?next=/settings/team%3Fx%3D1"


def test_the_team_is_listed_with_a_constant_number_of_queries(
    olga, branch, as_staff, django_assert_max_num_queries
):
    browser = as_staff(olga)
    for number in range(12):
        make.staff(f"Person {number}", "technician", branch)
    with django_assert_max_num_queries(8):
        page = browser.get(reverse("staff")).content.decode()
    assert "Person 11" in page


def test_an_invitation_shows_its_link_once(olga, branch, as_staff, recorded):
    browser = as_staff(olga)
    form = {"name": "Nia", "email": "Nia@x.example", "role": "technician", "branches": [branch.pk]}
    answer = browser.post(reverse("invite"), form)
    assert answer.status_code == 201
    assert "http://localhost:8000/join/" in answer.content.decode()
    assert Invitation.objects.get().email == "nia@x.example"
    assert "/join/" not in browser.get(reverse("staff")).content.decode()
    assert recorded() == ["invitation.issued"]


def test_a_form_with_a_mistake_keeps_what_was_typed(olga, as_staff, recorded):
    form = {"name": "Nia", "email": "nia@x.example", "role": "technician"}
    answer = as_staff(olga).post(reverse("invite"), form)
    assert answer.status_code == 422
    assert "Choose at least one branch." in answer.content.decode()
    assert 'value="nia@x.example"' in answer.content.decode()
    assert recorded() == []


def test_a_colleague_is_moved_by_the_form(olga, rory, other_branch, as_staff, recorded):
    form = {"role": "manager", "branches": [other_branch.pk], "version": rory.version}
    answer = as_staff(olga).post(reverse("person", args=[rory.pk]), form)
    assert answer["Location"] == reverse("staff")
    rory = Staff.objects.get(pk=rory.pk)
    assert (rory.role, rory.branch_ids) == ("manager", {other_branch.pk})
    assert recorded() == ["staff.role_changed", "staff.branches_changed"]


@pytest.mark.parametrize("button", ["disable-person", "recovery-link", "reset-second-factors"])
def test_the_wrong_role_presses_no_button(rory, tess, as_staff, recorded, button):
    assert as_staff(rory).post(reverse(button, args=[tess.pk])).status_code == 403
    tess.refresh_from_db()
    assert (tess.is_active, recorded()) == (True, [])


def test_a_button_acts_and_says_so(olga, tess, as_staff, recorded):
    browser = as_staff(olga)
    answer = browser.post(reverse("disable-person", args=[tess.pk]), follow=True)
    assert "Their sessions have ended" in answer.content.decode()
    answer = browser.post(reverse("disable-person", args=[tess.pk]), follow=True)
    assert "already disabled" in answer.content.decode()
    browser.post(reverse("enable-person", args=[tess.pk]))
    assert recorded() == ["staff.disabled", "staff.enabled"]


def test_pressing_needs_a_press(olga, tess, as_staff):
    assert as_staff(olga).get(reverse("disable-person", args=[tess.pk])).status_code == 405


def test_a_recovery_link_is_shown(olga, tess, as_staff, recorded):
    answer = as_staff(olga).post(reverse("recovery-link", args=[tess.pk]))
    assert (answer.status_code, recorded()) == (201, ["staff.recovery_issued"])


def test_an_invitation_is_taken_back(olga, branch, as_staff, recorded):
    waiting, _link = rules.invite(
        name="Nia", email="nia@x.example", role="technician", branches=[branch], by=olga
    )
    recorded.begin()
    as_staff(olga).post(reverse("revoke-invitation", args=[waiting.pk]))
    assert recorded() == ["invitation.revoked"]


def test_a_branch_is_opened_changed_and_closed(olga, branch, as_staff, recorded):
    browser = as_staff(olga)
    browser.post(reverse("open-branch"), {"name": "Crouch End"})
    opened = Branch.objects.get(slug="crouch-end")
    page = reverse("branch", args=[opened.pk])
    assert browser.post(page, {"name": "", "version": 1}).status_code == 422
    assert browser.post(page, {"name": "Hornsey", "version": 7}).status_code == 422
    assert browser.post(page, {"name": "Hornsey", "version": 1}).status_code == 302
    browser.post(reverse("close-branch", args=[opened.pk]))
    browser.post(reverse("reopen-branch", args=[opened.pk]))
    assert recorded() == ["branch.opened", "branch.changed", "branch.closed", "branch.reopened"]


def test_a_manager_sees_branches_and_changes_none(branch, other_branch, as_staff):
    browser = as_staff(make.staff("Max Manager", "manager", branch))
    page = browser.get(reverse("branches")).content.decode()
    assert "Tottenham" in page
    assert "Croydon" not in page
    assert "Open a branch" not in page
    assert browser.get(reverse("branch", args=[branch.pk])).status_code == 403


def test_a_key_is_issued_shown_once_and_revoked(olga, branch, as_staff, recorded):
    browser = as_staff(olga)
    form = {"name": "Export", "role": "read_only", "branches": [branch.pk]}
    answer = browser.post(reverse("issue-key"), form)
    assert answer.status_code == 201
    key = ApiKey.objects.get()
    assert f'value="{key.prefix}' in answer.content.decode()
    listed = browser.get(reverse("api-keys")).content.decode()
    assert f"{key.prefix}…" in listed
    browser.post(reverse("revoke-key", args=[key.pk]))
    assert "Revoked" in browser.get(reverse("api-keys")).content.decode()
    assert recorded() == ["api_key.issued", "api_key.revoked"]


def test_the_forms_offer_only_what_may_be_given(olga, other_branch, as_staff):
    page = as_staff(olga).get(reverse("invite")).content.decode()
    assert '<option value="owner">Owner: Everything, at every branch.</option>' in page
    assert '<option value="system">' not in page
    assert '<option value="" selected>Choose a role</option>' in page
