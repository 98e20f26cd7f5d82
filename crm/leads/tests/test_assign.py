import pytest

from crm.leads import rules
from crm.leads.tests.make import make_lead
from crm.lib.refusal import Refusal


def test_a_lead_changes_hands(lead, rory, tess, recorded):
    assert rules.assign(lead, tess, by=rory).assigned_to == tess
    assert recorded() == ["lead.assigned"]


def test_somebody_of_another_branch_cannot_be_given_it(lead, rory, rex, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.assign(lead, rex, by=rory)
    assert refusal.value.field == "assigned_to"
    lead.refresh_from_db()
    assert lead.assigned_to == rory
    assert recorded() == []


def test_many_change_hands_or_none(branch, other_branch, rory, tess, recorded):
    mine = [make_lead(branch=branch, name=f"Person {n}") for n in range(3)]
    theirs = make_lead(branch=other_branch, phone="07700 900482")
    recorded.begin()
    with pytest.raises(Refusal):
        rules.assign_many([*mine, theirs], tess, by=rory)
    assert recorded() == []
    assert rules.assign_many(mine, tess, by=rory) == 3
    assert recorded() == ["lead.assigned"] * 3
