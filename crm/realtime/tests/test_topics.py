import pytest
from django.conf import settings

from crm.accounts.config import permissions
from crm.lib.clock import now
from crm.lib.ids import uuid7
from crm.realtime.message import Message
from crm.realtime.origin import is_ours
from crm.realtime.rights import Rights
from crm.realtime.topics import PERMISSIONS, SILENT, family, hears

HERE, THERE = uuid7(), uuid7()


def message(verb="lead.created", branch=HERE):
    return Message(
        id=uuid7(),
        position=1,
        verb=verb,
        about_type="lead",
        about_id=uuid7(),
        customer_id=None,
        branch_id=branch,
        at=now(),
    )


def rights(*may, everywhere=False):
    return Rights(uuid7(), frozenset(may), everywhere, frozenset({HERE}))


def test_every_verb_is_told_to_somebody_or_to_nobody_on_purpose():
    verbs = {path.stem for path in settings.PACKAGE.glob("*/templates/activity/*.*.txt")}
    assert {family(verb) for verb in verbs} == PERMISSIONS.keys() | SILENT


def test_every_topic_asks_for_a_permission_that_exists():
    assert set(PERMISSIONS.values()) <= permissions().permissions.keys()


@pytest.mark.parametrize(
    ("who", "what", "heard"),
    [
        (rights("leads.view"), message(), True),
        (rights("leads.view"), message(branch=THERE), False),
        (rights("leads.view"), message(branch=None), True),
        (rights("leads.view", everywhere=True), message(branch=THERE), True),
        (rights("customers.view_all"), message(), False),
        (rights("leads.view"), message("view.saved"), False),
        (rights("leads.view"), message("unknown.verb"), False),
    ],
)
def test_who_hears_what(who, what, heard):
    assert hears(who, what) is heard


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("https://crm.example", "10.0.0.7:8000", True),
        ("http://desk.local:8000", "desk.local:8000", True),
        ("http://desk.local:9000", "desk.local:8000", False),
        ("http://unknown.example", "unknown.example", False),
        ("https://evil.example", "crm.example", False),
        ("null", "crm.example", False),
        (None, "crm.example", False),
    ],
)
def test_only_our_own_pages_may_use_the_cookie(settings, origin, host, ours):
    settings.BASE_URL = "https://crm.example"
    settings.ALLOWED_HOSTS = ["crm.example", "desk.local"]
    assert is_ours(origin, host) is ours
