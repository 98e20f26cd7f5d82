"""What the live socket tells, and to whom."""

from pathlib import Path

import pytest

import crm
from crm.accounts.tests import make
from crm.activity import pump
from crm.activity.models import Event
from crm.customers import rules as customers
from crm.integrations.outgoing import patterns
from crm.lib import clock
from crm.lib.ids import uuid7
from crm.realtime import feed
from crm.realtime.message import Message
from crm.realtime.rights import read
from crm.realtime.topics import SILENT, family, hears
from tests.permissions.table import TOPICS, WHO
from tests.permissions.world import ROLES

pytestmark = pytest.mark.django_db


def test_every_kind_of_event_has_a_row():
    sentences = Path(crm.__file__).parent.glob("*/templates/activity/*.txt")
    families = {family(template.stem) for template in sentences if "." in template.stem}
    assert sorted(families - set(TOPICS) - SILENT) == []


def test_what_is_told_to_nobody_cannot_be_listened_to_by_webhook():
    assert patterns.SILENT == SILENT


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_only_those_hear_it_and_only_at_the_branch(topic):
    here, there = make.branch("Tottenham"), make.branch("Croydon")
    message = Message(
        id=uuid7(),
        position=1,
        verb=f"{topic}.happened",
        about_type=topic,
        about_id=uuid7(),
        customer_id=None,
        branch_id=here.pk,
        at=clock.now(),
    )
    for role in ROLES:
        near = read(lambda role=role: make.staff(f"Near {role}", role, here))
        far = read(lambda role=role: make.staff(f"Far {role}", role, there))
        allowed = role in WHO[TOPICS[topic]]
        assert hears(near, message) is allowed, role
        assert hears(far, message) is (allowed and far.sees_all_branches), role


def test_what_happens_to_a_customer_is_heard_only_where_they_are_known():
    here, there = make.branch("Tottenham"), make.branch("Croydon")
    near = make.staff("Near", "front_desk", here)
    customer = customers.make(customers.Profile(first_name="Priya"), by=near, branch=here)
    first = Event.objects.latest("seq")
    customers.edit(customer, {"company": "ACME"}, by=near)
    pump.pump()
    (edited,) = feed.missed(str(first.pk), pump.head())
    assert (edited.verb, edited.branch_id) == ("customer.edited", None)
    far = make.staff("Far", "front_desk", there)
    everywhere = make.staff("Owner", "owner", there)
    heard = [hears(read(lambda who=who: who), edited) for who in (near, far, everywhere)]
    assert heard == [True, False, True]
