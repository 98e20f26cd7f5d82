from crm.accounts.models import Staff
from crm.activity import configuration
from crm.leads import rules
from crm.leads.config import scoring_config
from crm.leads.models import Lead
from crm.leads.tests.make import make_lead


def accepted(name, recorded):
    configuration.accept_all(by=Staff.objects.system())
    return next(event for event in recorded.events() if event.particulars.get("name") == name)


def test_new_scoring_rules_score_everybody_again(branch, recorded, queued):
    make_lead(branch=branch)
    Lead.objects.update(score_version="older")
    rules.rescore_under_new_rules(accepted("lead_scoring", recorded))
    assert queued() == ["leads.rescore"]


def test_other_files_and_scores_already_made_change_nothing(branch, recorded, queued):
    lead = make_lead(branch=branch)
    assert lead.score_version == scoring_config.version
    rules.rescore_under_new_rules(accepted("lead_scoring", recorded))
    Lead.objects.update(score_version="older")
    rules.rescore_under_new_rules(accepted("business", recorded))
    assert queued() == []
