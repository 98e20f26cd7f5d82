"""Settings, Lifecycle rules, as the owner uses it."""

import pytest
from django.utils.html import escape

from crm import criteria
from crm.lifecycle import jobs
from crm.lifecycle.config import lifecycle_config
from crm.lifecycle.models import Rehearsal
from crm.lifecycle.tests.test_rehearse import ADVOCATES

HERE = "/settings/lifecycle"


@pytest.fixture
def owner(as_staff, olga):
    return as_staff(olga)


def test_the_rules_in_force_are_told_in_plain_words(owner):
    page = owner.get(HERE).content.decode()
    first = criteria.explain(lifecycle_config().rules[0].when)
    assert f"when {escape(first)}" in page
    assert lifecycle_config().rules[0].reason in page
    assert ">everybody else<" in page
    assert "next_action_days:" in page  # the file itself, ready to be changed


def test_a_mistake_keeps_what_was_typed_and_names_the_line(owner, customer, recorded):
    answer = owner.post(HERE, {"draft": ADVOCATES.replace("at_least", "nearly")})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Line 5: rules.0.when" in page
    assert "op: nearly" in page
    assert not Rehearsal.objects.exists()


def test_from_the_draft_to_who_would_move(owner, customer):
    assert owner.post(HERE, {"draft": ADVOCATES}).status_code == 302
    waiting = owner.get(f"{HERE}/rehearsal").content.decode()
    assert 'hx-trigger="every 1s"' in waiting
    jobs.rehearse(str(Rehearsal.objects.get().pk))
    page = owner.get(HERE).content.decode()
    assert "<strong>1</strong> of 1 customers would move" in page
    assert f'<a href="/customers/{customer.pk}">{customer.name}</a>' in page
    assert "Customer → Advocacy" in page
    assert "Put into force" not in page  # nobody gave this shop a folder of its own
    file = owner.get(f"{HERE}/draft.yaml")
    assert file.content.decode() == ADVOCATES
    table = b"".join(owner.get(f"{HERE}/rehearsal.csv")).decode()
    assert "Customers today,Customer,Advocacy,1" in table


def test_the_owner_puts_them_into_force(owner, customer, settings, tmp_path, recorded):
    settings.CONFIG_DIR = tmp_path
    owner.post(HERE, {"draft": ADVOCATES})
    jobs.rehearse(str(Rehearsal.objects.get().pk))
    assert "Put into force" in owner.get(HERE).content.decode()
    owner.post(f"{HERE}/adoption")
    assert "Any job at all" in owner.get(HERE).content.decode()
    assert recorded() == ["config.accepted"]
    settings.CONFIG_DIR = None
    lifecycle_config.refresh()


def test_nothing_seen_is_nothing_adopted(owner, recorded):
    page = owner.post(f"{HERE}/adoption", follow=True).content.decode()
    assert "See first what these rules would do." in page
    assert owner.get(f"{HERE}/draft.yaml").status_code == 404
    assert recorded() == []


def test_a_rehearsal_is_its_makers_and_the_desk_has_none(owner, as_staff, customer, rory, rex):
    owner.post(HERE, {"draft": ADVOCATES})
    for other in (rory, rex):
        assert as_staff(other).get(HERE).status_code == 403
        assert as_staff(other).post(HERE, {"draft": ADVOCATES}).status_code == 403
    assert Rehearsal.objects.count() == 1
