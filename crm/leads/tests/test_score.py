from decimal import Decimal

from procrastinate.contrib.django.models import ProcrastinateJob

from crm.leads import jobs, rules
from crm.leads.config import LeadScoring, scoring_config
from crm.leads.models import Lead, Rescoring
from crm.leads.rules.scoring import scored
from crm.leads.tests.make import make_lead
from crm.lib import config

CONFIG = LeadScoring.model_validate(
    {
        "features": {
            "urgency": {"label": "Urgency", "weight": 0.3, "values": {"LOW": 0, "URGENT": 100}},
            "device_age": {"label": "Age", "weight": 0.1, "range": [0, 10]},
            "distance": {"label": "Distance", "weight": 0.6, "range": [30, 0]},
        }
    }
)


def test_the_score_is_the_weighted_mean_of_what_is_known():
    value, reasons = scored({"urgency": "URGENT", "device_age": 5, "distance": 15}, CONFIG)
    assert value == Decimal("65.00")  # .3 * 100 + .1 * 50 + .6 * 50
    assert [(reason["feature"], reason["share"]) for reason in reasons] == [
        ("urgency", 30.0),
        ("distance", 30.0),
        ("device_age", 5.0),
    ]


def test_what_nobody_knows_neither_helps_nor_hurts():
    value, reasons = scored({"urgency": "URGENT", "device_age": 5}, CONFIG)
    assert value == Decimal("87.50")  # (.3 * 100 + .1 * 50) / .4
    assert sum(reason["share"] for reason in reasons) == 87.5


def test_values_beyond_the_scale_stop_at_its_ends():
    assert scored({"device_age": 99}, CONFIG)[0] == Decimal("100.00")
    assert scored({"distance": 99}, CONFIG)[0] == Decimal("0.00")


def test_nothing_known_is_zero_with_no_reasons():
    assert scored({}, CONFIG) == (Decimal("0.00"), [])


def test_bands():
    bands = scoring_config().bands
    assert [bands.of(Decimal(score)) for score in ("80", "79.99", "60", "40", "39.99")] == [
        "hot",
        "warm",
        "warm",
        "cold",
        "ice_cold",
    ]


def test_nonsense_from_a_website_is_as_good_as_unknown(branch):
    nonsense = {"behaviour": {"page_views": "NaN", "time_on_site": True, "form_interactions": []}}
    lead = make_lead(branch=branch, phone="07700 900482", source_details=nonsense)
    assert not {"page_views", "time_on_site", "form_interactions"} & {
        reason["feature"] for reason in lead.score_reasons
    }


def test_everybody_is_scored_again_with_progress(branch, rory, recorded, queued, monkeypatch):
    [make_lead(branch=branch, name=f"Person {n}") for n in range(5)]
    Lead.objects.update(lead_score=0, score_version="old")
    monkeypatch.setattr("crm.leads.rules.rescoring.CHUNK", 2)
    recorded.begin()
    pass_ = rules.start_rescoring(by=rory)
    assert rules.start_rescoring(by=rory) == pass_
    assert queued() == ["leads.rescore"]
    assert (pass_.total, pass_.percent) == (5, 0)
    assert rules.rescore_chunk(pass_, by=rory)
    assert Rescoring.objects.get().percent == 40
    jobs.rescore(str(pass_.pk))
    jobs.rescore(str(pass_.pk))
    assert Rescoring.objects.get().percent == 100
    assert set(Lead.objects.values_list("score_version", flat=True)) == {scoring_config.version}
    assert not Lead.objects.filter(lead_score=0).exists()
    assert recorded() == ["rescoring.started", "rescoring.finished"]


def test_a_feature_may_ask_a_question_of_the_lead(branch, settings, tmp_path):
    settings.CONFIG_DIR = tmp_path
    (tmp_path / "lead_scoring.yaml").write_text(
        "features:\n"
        "  big_apple_job:\n"
        "    label: A big job on an Apple\n"
        "    weight: 0.5\n"
        "    when:\n"
        "      all:\n"
        "        - {fact: device_brand, op: is, value: apple}\n"
        "        - {fact: estimated_value, op: at_least, value: 200}\n"
    )
    scoring_config.refresh()
    try:
        big = make_lead(branch=branch, device_interest={"brand": "Apple"}, budget_range="£300")
        small = make_lead(branch=branch, device_interest={"brand": "Apple"}, budget_range="£50")
    finally:
        settings.CONFIG_DIR = None
        scoring_config.refresh()
    asked = {
        lead.budget_range: next(
            reason["points"]
            for reason in lead.score_reasons
            if reason["feature"] == "big_apple_job"
        )
        for lead in (big, small)
    }
    assert asked == {"£300": 100.0, "£50": 0.0}


def test_a_question_with_a_mistake_names_its_line(settings, tmp_path):
    settings.CONFIG_DIR = tmp_path
    (tmp_path / "lead_scoring.yaml").write_text(
        "features:\n"
        "  wrong:\n"
        "    label: Wrong\n"
        "    weight: 0.5\n"
        "    when: {fact: device_brnd, op: is, value: Apple}\n"
    )
    wrong = config.check()
    assert len(wrong) == 1
    assert "lead_scoring.yaml:5: features.wrong.when" in wrong[0]
    assert "device_brand" in wrong[0]


def test_a_pass_whose_job_died_for_good_goes_on(branch, rory, queued):
    make_lead(branch=branch)
    pass_ = rules.start_rescoring(by=rory)
    ProcrastinateJob.objects.all().delete()
    assert rules.start_rescoring(by=rory) == pass_
    assert queued() == ["leads.rescore"]
