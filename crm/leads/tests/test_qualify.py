import pytest

from crm.leads import rules
from crm.lib.refusal import Refusal, Stale


def test_a_qualified_lead_moves_to_its_column_and_the_clock_starts_again(lead, rory, recorded):
    lead = rules.qualify(lead, by=rory, version=lead.version)
    assert (lead.qualification_status, lead.status, lead.version) == ("QUALIFIED", "ACTIVE", 2)
    assert list(lead.stages.order_by("entered_at").values_list("stage", flat=True)) == [
        "UNQUALIFIED",
        "QUALIFIED",
    ]
    assert lead.stages.filter(left_at=None).count() == 1
    assert recorded() == ["lead.qualified"]


def test_qualifying_twice_is_once(lead, rory, recorded):
    rules.qualify(lead, by=rory)
    assert rules.qualify(lead, by=rory).version == 2
    assert recorded() == ["lead.qualified"]


def test_it_can_go_back(lead, rory, recorded):
    rules.qualify(lead, by=rory)
    rules.start_qualifying(lead, by=rory)
    assert rules.unqualify(lead, by=rory).qualification_status == "UNQUALIFIED"
    assert recorded() == ["lead.qualified", "lead.qualifying_started", "lead.unqualified"]


def test_a_stale_version_is_refused_and_nothing_happens(lead, rory, recorded):
    with pytest.raises(Stale):
        rules.qualify(lead, by=rory, version=99)
    lead.refresh_from_db()
    assert lead.qualification_status == "UNQUALIFIED"
    assert recorded() == []


def test_a_lost_lead_cannot_be_qualified(lead, rory, recorded):
    rules.lose(lead, reason="Too expensive", by=rory)
    with pytest.raises(Refusal) as refusal:
        rules.qualify(lead, by=rory)
    assert refusal.value.field == "status"
    assert recorded() == ["lead.lost"]


def test_disqualifying_closes_the_lead_and_needs_a_reason(lead, rory, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.disqualify(lead, reason="  ", by=rory)
    assert refusal.value.field == "reason"
    lead = rules.disqualify(lead, reason="Not something we repair", by=rory)
    assert (lead.status, lead.qualification_status) == ("LOST", "DISQUALIFIED")
    assert lead.lost_reason == lead.disqualified_reason == "Not something we repair"
    assert recorded() == ["lead.disqualified"]
