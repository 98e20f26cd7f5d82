"""Registering, changing, pausing and removing a webhook."""

import pytest

from crm.accounts import rules as accounts
from crm.accounts.tests import make
from crm.integrations import rules
from crm.integrations.models import Endpoint
from crm.integrations.outgoing import signing
from crm.lib.refusal import Refusal

URL = "https://example.com/hooks"


def wanted(**changes):
    return rules.Wanted(**{"url": URL, "events": ["lead.*"], "role": "owner"} | changes)


@pytest.fixture
def known(olga):
    return rules.register(wanted(), by=olga)[0]


def test_the_secret_is_seen_once_and_kept_sealed(olga, recorded):
    endpoint, secret = rules.register(wanted(events=["lead.*", " lead.created", "*"]), by=olga)
    assert secret.startswith("whsec_")
    assert len(signing.base64.b64decode(secret[6:])) == 32
    assert secret[6:] not in Endpoint.objects.values_list("secret", flat=True).get()
    assert signing.unsealed(endpoint.secret) == secret
    assert endpoint.events == ["*"]
    assert recorded() == ["webhook.created"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"url": "http://example.com"}, "url", "Only https"),
        ({"url": "https://10.0.0.1/"}, "url", "inside a network"),
        ({"events": []}, "events", "between 1 and 50"),
        ({"events": ["nothing.*"]}, "events", "Nothing is called nothing"),
        ({"events": ["lead.exploded"]}, "events", "Nothing is called lead.exploded"),
        ({"events": ["view.saved"]}, "events", "Nothing is called view"),
        ({"events": ["lead"]}, "events", "Nothing is called lead"),
        ({"role": "emperor"}, "role", "no such role"),
        ({"role": "system"}, "role", "no such role"),
        ({"role": "read_only"}, "branch_id", "Choose the branch"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(changes, field, sentence, olga, recorded):
    with pytest.raises(Refusal, match=sentence) as refused:
        rules.register(wanted(**changes), by=olga)
    assert refused.value.field == field
    assert (Endpoint.objects.count(), recorded()) == (0, [])


def test_nobody_lets_another_system_hear_more_than_they_may(branch, other_branch):
    manager = make.staff("Max Manager", "manager", branch)
    with pytest.raises(Refusal, match="more rights than you have"):
        rules.register(wanted(branch=branch), by=manager)
    with pytest.raises(Refusal, match="no such branch"):
        rules.register(wanted(role="read_only", branch=other_branch), by=manager)
    endpoint, _secret = rules.register(wanted(role="read_only", branch=branch), by=manager)
    assert endpoint.branch_ids == {branch.pk}


def test_nobody_turns_towards_themselves_what_hears_more_than_they_may(known, branch, recorded):
    manager = make.staff("Max Manager", "manager", branch)
    mine = wanted(url="https://mine.example.com/", role="read_only", branch=branch)
    for verb in (
        lambda: rules.change(known, mine, by=manager),
        lambda: rules.rotate(known, by=manager),
        lambda: rules.remove(known, by=manager),
    ):
        with pytest.raises(Refusal, match="hears more than you may read"):
            verb()
    known.refresh_from_db()
    assert (known.url, known.version, recorded()) == (URL, 1, [])


def test_a_branch_of_ones_own_sees_its_webhooks_and_no_others(known, olga, branch, other_branch):
    here, _secret = rules.register(wanted(role="read_only", branch=branch), by=olga)
    manager = make.staff("Max Manager", "manager", branch)
    elsewhere = make.staff("Rita Remote", "manager", other_branch)
    assert set(Endpoint.objects.visible_to(olga)) == {known, here}
    assert set(Endpoint.objects.visible_to(manager)) == {here}
    assert not Endpoint.objects.visible_to(elsewhere).exists()


def test_patterns_that_stay_keep_their_time_and_new_ones_begin_now(known, olga, recorded):
    since = known.subscriptions.get().since
    endpoint = rules.change(known, wanted(events=["lead.*", "customer.created"]), by=olga)
    found = dict(endpoint.subscriptions.values_list("pattern", "since"))
    assert found["lead.*"] == since
    assert found["customer.created"] > since
    rules.change(known, wanted(events=["customer.created"]), by=olga, version=2)
    assert known.subscriptions.get().pattern == "customer.created"
    with pytest.raises(Refusal, match="Somebody else changed this"):
        rules.change(known, wanted(), by=olga, version=2)
    assert recorded() == ["webhook.changed", "webhook.changed"]


def test_pausing_and_resuming(known, olga, recorded):
    since = known.subscriptions.get().since
    assert rules.pause(known, by=olga).status == "paused"
    with pytest.raises(Refusal, match="is not active"):
        rules.pause(known, by=olga)
    assert rules.resume(known, by=olga).status == "active"
    assert known.subscriptions.get().since > since
    with pytest.raises(Refusal, match="is active"):
        rules.resume(known, by=olga)
    assert recorded() == ["webhook.paused", "webhook.resumed"]


def test_a_removed_webhook_is_gone_with_its_secrets(known, olga, recorded):
    rules.rotate(known, by=olga)
    rules.remove(known, by=olga)
    known.refresh_from_db()
    assert (known.secret, known.former_secret, known.former_until) == ("", "", None)
    assert not known.subscriptions.exists()
    assert not Endpoint.objects.visible_to(olga).exists()
    with pytest.raises(Refusal, match="has been removed"):
        rules.rotate(known, by=olga)
    assert recorded() == ["webhook.secret_rotated", "webhook.removed"]


def test_a_role_that_is_taken_out_of_the_configuration_hears_nothing(known):
    known.role = "forgotten"
    assert (known.permissions, known.sees_all_branches) == (frozenset(), False)


def test_a_key_with_the_right_may_add_one(olga):
    key, _secret = accounts.issue_key(name="Deploy", role="owner", by=olga)
    endpoint, _secret = rules.register(wanted(), by=key.staff)
    assert endpoint.created_by == key.staff
