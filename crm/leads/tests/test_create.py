from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from crm.accounts.models import Staff
from crm.accounts.tests import make as make_accounts
from crm.customers import rules as customers
from crm.leads import rules
from crm.leads.models import Lead, LeadStage
from crm.leads.tests.make import make_lead
from crm.lib.refusal import Refusal


def test_a_lead_is_scored_given_to_the_desk_and_told(branch, rory, recorded):
    lead = make_lead(
        branch=branch, phone="07700 900482", urgency_level="URGENT", budget_range="£100-£200"
    )
    assert lead.assigned_to == rory
    assert lead.estimated_value == Decimal("150.00")
    assert lead.lead_score > 0
    assert sum(Decimal(str(reason["share"])) for reason in lead.score_reasons) == pytest.approx(
        lead.lead_score, abs=Decimal("0.05")
    )
    assert lead.score_version
    assert list(lead.stages.values_list("stage", "left_at")) == [("UNQUALIFIED", None)]
    assert recorded() == ["lead.created"]


def test_the_desk_takes_turns(branch, rory):
    second = make_accounts.staff("Sam Second", "front_desk", branch)
    given = [
        lead.assigned_to
        for lead in [make_lead(branch=branch, name=f"Person {n}") for n in range(4)]
    ]
    assert given == [rory, second, rory, second]


def test_nobody_at_the_branch_leaves_the_lead_to_whoever_is_first(branch, rex):
    assert make_lead(branch=branch, phone="07700 900482").assigned_to is None


def test_a_walk_in_may_have_only_a_name(branch):
    lead = make_lead(branch=branch, source_type="WALK_IN", contact_info={"name": " Zoë  "})
    assert (lead.name, lead.search_name, lead.email, lead.phone) == ("Zoë", "zoe", "", "")


@pytest.mark.parametrize(
    ("info", "field"),
    [
        ({}, "contact_info"),
        ({"name": "  "}, "contact_info"),
        ({"email": "not an email"}, "contact_info.email"),
        ({"name": "A", "phone": "12"}, "contact_info.phone"),
        ({"name": "x" * 256}, "contact_info.name"),
    ],
)
def test_nobody_at_all_is_refused_and_nothing_happens(branch, info, field, recorded):
    with pytest.raises(Refusal) as refusal:
        make_lead(branch=branch, contact_info=info)
    assert (refusal.value.field, refusal.value.status) == (field, 422)
    assert not Lead.objects.exists()
    assert recorded() == []


def test_a_lead_that_looks_like_somebody_we_know_is_flagged(branch, rory):
    tom = customers.make(
        customers.Profile(first_name="Tom", last_name="Okafor", phone="07700900111"),
        by=rory,
        branch=branch,
    )
    lead = make_lead(branch=branch, contact_info={"name": "Tom Okafor", "phone": "+44 7700 900111"})
    assert lead.looks_like == tom
    assert lead.looks_like_reasons == ["phone", "name"]


def test_one_outside_record_becomes_one_lead(branch):
    make_lead(branch=branch, phone="07700 900482", external_source="revivatech", external_id="7")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_lead(
            branch=branch, phone="07700 900482", external_source="revivatech", external_id="7"
        )
    assert rules.known("revivatech", "7") == Lead.objects.get()


def test_the_platforms_estimate_comes_before_the_budget(branch):
    lead = make_lead(
        branch=branch, phone="07700 900482", budget_range="up to 50", estimated_value=Decimal(80)
    )
    assert lead.estimated_value == Decimal("80.00")


def test_a_rule_with_a_condition_sends_leads_to_one_person(branch, rory, tess, tmp_path, settings):
    from crm.leads.config import leads_config

    settings.CONFIG_DIR = tmp_path
    (tmp_path / "leads.yaml").write_text(
        "assignment:\n"
        "  - label: Apple to Tess\n"
        "    when: {fact: device_brand, op: is, value: Apple}\n"
        f"    to: {{person: {tess.email}}}\n"
        "  - label: The rest\n"
        "    to: {role: front_desk}\n"
    )
    leads_config.refresh()
    try:
        apple = make_lead(
            branch=branch, phone="07700 900482", device_interest={"brand": "apple", "model": "iMac"}
        )
        other = make_lead(branch=branch, phone="07700 900482", device_interest={"brand": "Dell"})
    finally:
        settings.CONFIG_DIR = None
        leads_config.refresh()
    assert (apple.assigned_to, other.assigned_to) == (tess, rory)


def test_who_brought_it_in_is_kept(branch, rory, recorded):
    make_lead(branch=branch, phone="07700 900482", by=Staff.objects.website())
    assert [event.actor_name for event in recorded.events()] == ["Website"]


def test_the_clock_of_every_lead_runs_from_the_start(lead):
    stay = LeadStage.objects.get(lead=lead)
    assert stay.entered_at == lead.stage_entered_at
