"""What the live socket tells, and to whom."""

from pathlib import Path

import pytest
import yaml

import crm
from crm.accounts.tests import make
from crm.lib import clock
from crm.lib.ids import uuid7
from crm.realtime.message import Message
from crm.realtime.rights import read
from crm.realtime.topics import SILENT, family, hears
from tests.permissions.world import ROLES

TABLE = yaml.safe_load((Path(__file__).parent / "doors.yaml").read_text())
TOPICS = TABLE["topics"]

pytestmark = pytest.mark.django_db


def test_every_kind_of_event_has_a_row():
    sentences = Path(crm.__file__).parent.glob("*/templates/activity/*.txt")
    families = {family(template.stem) for template in sentences if "." in template.stem}
    assert sorted(families - set(TOPICS) - SILENT) == []


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
        allowed = role in TABLE["who"][TOPICS[topic]]
        assert hears(near, message) is allowed, role
        assert hears(far, message) is (allowed and far.sees_all_branches), role
