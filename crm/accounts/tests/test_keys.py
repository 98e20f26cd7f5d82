"""API keys: shown once, kept as a hash, never wider than whoever issued them."""

import pytest
from django.test.client import RequestFactory

from crm.accounts import rules
from crm.accounts.auth import staff_of_key
from crm.accounts.models import ApiKey, LiveTicket, Staff
from crm.lib.refusal import Refusal


@pytest.fixture
def request_(rf: RequestFactory):
    return rf.get("/api/crm/leads")


@pytest.fixture
def issued(olga, branch):
    return rules.issue_key(
        name="Booking form",
        role="front_desk",
        scopes=["leads.view", "leads.create"],
        branches=[branch],
        by=olga,
    )


def test_a_key_acts_as_its_own_account(issued, branch, request_):
    key, secret = issued
    account = staff_of_key(request_, secret)
    assert (account.name, account.kind) == ("Booking form", "API_KEY")
    assert account.permissions == {"leads.view", "leads.create"}
    assert (account.branch_ids, account.sees_all_branches) == ({branch.pk}, False)
    assert secret.startswith(key.prefix)
    assert len(secret) == 47


def test_issuing_is_recorded_and_the_secret_is_not_kept(olga, branch, recorded):
    key, secret = rules.issue_key(name="Export", role="read_only", branches=[branch], by=olga)
    assert secret not in str(list(ApiKey.objects.values()))
    assert recorded() == ["api_key.issued"]
    assert key.issued_by == olga


def test_an_owners_key_sees_every_branch_unless_it_names_one(olga, branch, request_):
    _key, everywhere = rules.issue_key(name="All", role="owner", by=olga)
    _key, here = rules.issue_key(name="One", role="owner", branches=[branch], by=olga)
    assert staff_of_key(request_, everywhere).sees_all_branches is True
    assert staff_of_key(request_, here).sees_all_branches is False


def test_a_key_is_no_wider_than_its_issuer(rory, branch, recorded):
    with pytest.raises(Refusal, match="more rights than you have"):
        rules.issue_key(name="Mine", role="manager", branches=[branch], by=rory)
    assert (ApiKey.objects.count(), recorded()) == (0, [])


def test_a_key_is_no_wider_than_its_role(olga, branch):
    with pytest.raises(Refusal, match=r"does not include staff\.manage"):
        rules.issue_key(
            name="Odd", role="read_only", scopes=["staff.manage"], branches=[branch], by=olga
        )


def test_a_revoked_key_stops_at_once(issued, olga, request_, recorded):
    key, secret = issued
    rules.revoke_key(key, by=olga)
    assert staff_of_key(request_, secret) is None
    assert recorded() == ["api_key.revoked"]
    with pytest.raises(Refusal, match="already revoked"):
        rules.revoke_key(key, by=olga)


def test_last_use_is_noted_at_most_once_a_minute(issued, request_, django_assert_num_queries):
    key, secret = issued
    staff_of_key(request_, secret)
    first = ApiKey.objects.get(pk=key.pk).last_used_at
    staff_of_key(request_, secret)
    assert first is not None
    assert ApiKey.objects.get(pk=key.pk).last_used_at == first


def test_a_key_cannot_sign_in(issued):
    account = issued[0].staff
    assert account.has_usable_password() is False
    assert account.email is None


def test_a_live_ticket_opens_one_socket(rory):
    ticket = rules.issue_live_ticket(by=rory)
    assert rules.redeem_live_ticket(ticket) == rory
    assert rules.redeem_live_ticket(ticket) is None
    assert rules.redeem_live_ticket("made up") is None


def test_a_live_ticket_of_a_disabled_person_opens_nothing(rory, olga):
    ticket = rules.issue_live_ticket(by=rory)
    rules.disable(rory, by=olga)
    assert rules.redeem_live_ticket(ticket) is None


def test_a_live_ticket_lasts_a_minute(rory):
    ticket = rules.issue_live_ticket(by=rory)
    LiveTicket.objects.update(expires_at="2026-01-01T00:00:00Z")
    assert rules.redeem_live_ticket(ticket) is None
    assert LiveTicket.objects.spent().count() == 1


def test_programs_stand_for_themselves(db):
    names = [
        Staff.objects.system().name,
        Staff.objects.website().name,
        Staff.objects.integration("revivatech").name,
    ]
    assert names == ["Reviva CRM", "Website", "Revivatech"]
    assert Staff.objects.system() == Staff.objects.system()
    assert Staff.objects.website().sees_all_branches is True


def test_the_console_may_issue_a_key_of_any_role_even_before_an_owner_came(branch, recorded):
    key, _secret = rules.issue_console_key(name="script", role="owner")
    assert (key.staff.role, key.issued_by.kind) == ("owner", "SYSTEM")
    assert recorded() == ["api_key.issued"]


def test_the_console_may_not_issue_a_key_of_a_role_that_is_not_there(db):
    with pytest.raises(Refusal, match="no such role"):
        rules.issue_console_key(name="script", role="system")
    assert not ApiKey.objects.exists()
