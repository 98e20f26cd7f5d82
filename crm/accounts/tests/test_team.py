"""What an owner may do to a colleague, and what nobody may."""

import threading

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.urls import reverse

from crm.accounts import rules
from crm.accounts.auth import staff_of_session
from crm.accounts.models import Staff
from crm.accounts.tests import make
from crm.lib.refusal import Refusal, Stale


@pytest.fixture
def otto(branch):
    return make.staff("Otto Other", "owner", branch)


def test_an_owner_changes_a_role_and_branches(olga, rory, branch, other_branch, recorded):
    rules.place(rory, role="manager", branches=[other_branch, branch], by=olga)
    rory = Staff.objects.get(pk=rory.pk)
    assert (rory.role, rory.home_branch) == ("manager", other_branch)
    assert rory.branch_ids == {branch.pk, other_branch.pk}
    assert recorded() == ["staff.role_changed", "staff.branches_changed"]


def test_saving_the_same_again_records_nothing(olga, rory, branch, recorded):
    rules.place(rory, role="front_desk", branches=[branch], by=olga)
    assert recorded() == []


def test_nobody_lifts_themselves(olga, branch, recorded):
    with pytest.raises(Refusal, match="your own rights"):
        rules.place(olga, role="owner", branches=[branch], by=olga)
    assert recorded() == []


def test_nobody_gives_more_than_they_have(rory, tess, branch, recorded):
    with pytest.raises(Refusal, match="more rights than you have") as refused:
        rules.place(tess, role="owner", branches=[branch], by=rory)
    assert (refused.value.field, refused.value.status) == ("role", 403)
    assert recorded() == []


def test_nobody_touches_those_above_them(rory, olga, recorded):
    with pytest.raises(Refusal, match="Olga Owner has more rights than you"):
        rules.disable(olga, by=rory)
    assert recorded() == []


def test_nobody_is_given_the_systems_role(olga, rory, branch):
    with pytest.raises(Refusal, match="no such role"):
        rules.place(rory, role="system", branches=[branch], by=olga)


def test_a_role_at_own_branches_needs_a_branch(olga, rory):
    with pytest.raises(Refusal, match="Choose at least one branch"):
        rules.place(rory, role="front_desk", branches=[], by=olga)


def test_the_last_owner_stays(olga, branch, recorded):
    system = Staff.objects.system()
    make_equal = Staff(name="Console", role="owner", kind="SYSTEM", handle="console", password="!")
    make_equal.save()
    for verb in (
        lambda: rules.disable(olga, by=make_equal),
        lambda: rules.place(olga, role="manager", branches=[branch], by=make_equal),
    ):
        with pytest.raises(Refusal, match="The last owner must stay"):
            verb()
    olga.refresh_from_db()
    assert (olga.role, olga.is_active, recorded()) == ("owner", True, [])
    assert system.can("staff.manage") is False


def test_one_of_two_owners_may_go(olga, otto, branch, recorded):
    rules.place(otto, role="manager", branches=[branch], by=olga)
    otto.refresh_from_db()
    assert (otto.role, recorded()) == ("manager", ["staff.role_changed"])


def test_a_stale_form_changes_nothing(olga, rory, branch, recorded):
    with pytest.raises(Stale):
        rules.place(rory, role="manager", branches=[branch], by=olga, version=rory.version - 1)
    assert recorded() == []


def test_disabling_ends_every_session_at_once(olga, rory, as_staff, recorded):
    browser = as_staff(rory)
    session = browser.session.session_key
    assert staff_of_session(session) == rory
    rules.disable(rory, by=olga)
    assert browser.get(reverse("you")).status_code == 302
    assert staff_of_session(session) is None
    assert recorded() == ["staff.disabled"]


def test_enabling_wakes_no_old_session(olga, rory, as_staff, recorded):
    browser = as_staff(rory)
    rules.enable(rules.disable(rory, by=olga), by=olga)
    assert browser.get(reverse("you")).status_code == 302
    assert recorded() == ["staff.disabled", "staff.enabled"]


def test_disabling_takes_back_the_links_they_made(olga, otto, branch):
    invitation, _link = rules.invite(
        name="Nia", email="nia@fixit.example", role="owner", branches=[branch], by=otto
    )
    rules.disable(otto, by=olga)
    invitation.refresh_from_db()
    assert invitation.is_open is False


def test_a_disabled_person_may_nothing(olga, rory):
    disabled = rules.disable(rory, by=olga)
    assert disabled.permissions == frozenset()


def test_second_factors_are_removed_and_sessions_end(olga, rory, as_staff, recorded):
    Authenticator.objects.create(user=rory, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser = as_staff(rory)
    rules.reset_second_factors(rory, by=olga)
    assert not Authenticator.objects.filter(user=rory).exists()
    assert browser.get(reverse("you")).status_code == 302
    assert recorded() == ["staff.second_factors_reset"]


def test_without_a_second_factor_there_is_nothing_to_reset(olga, rory, recorded):
    with pytest.raises(Refusal, match="no second factor"):
        rules.reset_second_factors(rory, by=olga)
    assert recorded() == []


@pytest.mark.django_db(transaction=True)
def test_two_owners_cannot_remove_each_other_at_the_same_moment(branch):
    olga, otto = make.staff("Olga", "owner", branch), make.staff("Otto", "owner", branch)
    together, outcomes = threading.Barrier(2), []

    def disable(person: Staff, by: Staff) -> None:
        together.wait(5)
        try:
            rules.disable(person, by=by)
            outcomes.append("done")
        except Refusal as refusal:
            outcomes.append(refusal.message)
        connection.close()

    threads = [threading.Thread(target=disable, args=pair) for pair in ((olga, otto), (otto, olga))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == [
        "The last owner must stay. Make somebody else an owner first.",
        "done",
    ]
    assert Staff.objects.active().filter(role="owner").count() == 1
