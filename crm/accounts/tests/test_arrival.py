"""Coming in by a link: the first owner, a colleague, a forgotten password."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from crm.accounts import rules
from crm.accounts.models import Branch, Invitation, Staff
from crm.accounts.tests import make
from crm.lib.refusal import Refusal

PASSWORD = "a kettle of fish"
FOUNDER = {
    "branch": "Fixit Tottenham",
    "name": "Olga Owner",
    "email": "Olga@Fixit.example",
    "password": PASSWORD,
}
JOINER = {"name": "Nia New", "email": "nia@fixit.example", "password": PASSWORD}


def path(link):
    return link.removeprefix("http://localhost:8000")


@pytest.fixture
def stranger(db):
    return Client()


@pytest.fixture
def link(olga, branch):
    _invitation, link = rules.invite(
        name="Nia New",
        email="nia@fixit.example",
        role="front_desk",
        branches=[branch],
        by=olga,
    )
    return path(link)


def test_the_first_owner_names_the_shop_and_is_in(stranger, recorded):
    link = path(rules.first_owner_link())
    assert "You are the first" in stranger.get(link).content.decode()
    answer = stranger.post(link, FOUNDER)
    assert (answer.status_code, answer["Location"]) == (302, "/")
    olga = Staff.objects.people().get()
    assert (olga.name, olga.email, olga.role) == ("Olga Owner", "olga@fixit.example", "owner")
    assert olga.check_password(PASSWORD)
    assert olga.home_branch.name == "Fixit Tottenham"
    assert stranger.get(reverse("you")).status_code == 200
    assert recorded() == ["branch.opened", "staff.joined"]


def test_there_is_no_first_owner_link_once_somebody_is_in(olga, recorded):
    assert rules.first_owner_link() is None
    assert recorded() == []


def test_only_the_newest_first_owner_link_works(stranger):
    old, new = path(rules.first_owner_link()), path(rules.first_owner_link())
    assert stranger.get(old).status_code == 410
    assert stranger.get(new).status_code == 200


def test_a_first_owner_link_is_worthless_once_somebody_is_in(stranger):
    link = rules.first_owner_link()
    make.staff("Olga Owner", "owner", make.branch("Tottenham"))
    stranger.post(path(link), FOUNDER | {"email": "evil@example.com"})
    assert Staff.objects.people().count() == 1
    assert Branch.objects.count() == 1


def test_a_colleague_joins_with_the_role_they_were_given(stranger, link, branch, recorded):
    answer = stranger.post(link, JOINER)
    assert answer.status_code == 302
    nia = Staff.objects.get(email="nia@fixit.example")
    assert (nia.role, nia.branch_ids) == ("front_desk", frozenset([branch.pk]))
    assert recorded() == ["staff.joined"]


def test_a_link_works_once(stranger, link):
    stranger.post(link, JOINER)
    again = Client().post(link, JOINER | {"email": "other@fixit.example"})
    assert again.status_code == 410
    assert "used or is too old" in again.content.decode()
    assert not Staff.objects.filter(email="other@fixit.example").exists()


def test_a_link_ends_after_a_week(stranger, link):
    Invitation.objects.update(expires_at=Invitation.objects.get().created_at - timedelta(1))
    assert stranger.get(link).status_code == 410


def test_a_link_taken_back_does_not_work(stranger, link, olga, recorded):
    rules.revoke_invitation(Invitation.objects.get(), by=olga)
    assert stranger.post(link, JOINER).status_code == 410
    assert recorded() == ["invitation.revoked"]


def test_a_made_up_link_says_no_more_than_an_old_one(stranger):
    answer = stranger.get("/join/" + "x" * 43)
    assert answer.status_code == 410
    assert "used or is too old" in answer.content.decode()


def test_a_weak_password_is_refused_and_the_link_still_works(stranger, link, recorded):
    answer = stranger.post(link, JOINER | {"password": "password12"})
    assert answer.status_code == 422
    assert "too common" in answer.content.decode()
    assert 'value="nia@fixit.example"' in answer.content.decode()
    assert recorded() == []
    assert stranger.post(link, JOINER).status_code == 302


def test_an_email_in_use_is_refused_beside_its_field(stranger, link, olga):
    answer = stranger.post(link, JOINER | {"email": olga.email.upper()})
    assert answer.status_code == 422
    assert "already signs in with this email" in answer.content.decode()


def test_only_the_hash_of_a_link_is_kept(link):
    assert Invitation.objects.get().token_hash not in link
    assert len(Invitation.objects.get().token_hash) == 64


def test_a_recovery_link_sets_a_password_and_ends_sessions(rory, olga, as_staff, recorded):
    signed_in = as_staff(rory)
    link = rules.recovery_link(rory, by=olga)
    answer = Client().post(path(link), {"password": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, reverse("account_login"))
    rory.refresh_from_db()
    assert rory.check_password(PASSWORD)
    assert signed_in.get(reverse("you")).status_code == 302
    assert recorded() == ["staff.recovery_issued", "staff.recovered"]


def test_a_new_recovery_link_ends_the_one_before(rory, olga):
    old, new = (path(rules.recovery_link(rory, by=olga)) for _ in range(2))
    assert Client().get(old).status_code == 410
    assert Client().get(new).status_code == 200


def test_nobody_is_invited_twice(olga, rory, branch):
    with pytest.raises(Refusal, match="already signs in"):
        rules.invite(name="Rory", email=rory.email, role="manager", branches=[branch], by=olga)


def test_too_many_knocks_are_answered_429(stranger):
    answers = [stranger.get("/join/nothing").status_code for _ in range(121)]
    assert answers[119:] == [410, 429]


def test_a_shop_may_have_a_long_name(stranger):
    name = "The Computer Repair and Refurbishment Company of Tottenham and Stoke Newington"
    link = path(rules.first_owner_link())
    assert stranger.post(link, FOUNDER | {"branch": name}).status_code == 302
    assert Branch.objects.get().name == name


def test_an_email_longer_than_emails_are_is_refused(stranger, link):
    email = f"nia@{'.'.join(['fixit' * 10] * 5)}.example"
    answer = stranger.post(link, JOINER | {"email": email})
    assert answer.status_code == 422
    assert "at most 254" in answer.content.decode()


def test_a_disabled_person_is_given_no_link(rory, olga, as_staff, recorded):
    rules.disable(rory, by=olga)
    recorded.begin()
    answer = as_staff(olga).post(reverse("recovery-link", args=[rory.pk]), follow=True)
    assert "Rory Reception is disabled" in answer.content.decode()
    assert recorded() == []
