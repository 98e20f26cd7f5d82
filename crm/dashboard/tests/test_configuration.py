import pytest

from crm.accounts.models import Staff
from crm.activity import configuration
from crm.leads.models import Lead, Rescoring
from crm.leads.tests.make import make_lead

PAGE = "/settings/configuration"


def test_the_owner_sees_every_file_its_version_and_the_weights(olga, as_staff):
    configuration.accept_all(by=Staff.objects.system())
    page = as_staff(olga).get(PAGE).content.decode()
    assert "lead_scoring.yaml" in page
    assert configuration.current("lead_scoring").hash in page
    assert "Forms used" in page


def test_a_mistake_is_shown_with_its_file_and_line(olga, as_staff, settings, tmp_path):
    settings.CONFIG_DIR = tmp_path
    (tmp_path / "business.yaml").write_text("name: Fix\nvat_rate: lots\n")
    for address in (PAGE, "/settings/health"):
        page = as_staff(olga).get(address).content.decode()
        assert "business.yaml:2: vat_rate" in page


def test_scoring_again_shows_how_far_it_has_come(branch, olga, as_staff, recorded, queued):
    make_lead(branch=branch)
    Lead.objects.update(score_version="older")
    recorded.begin()
    browser = as_staff(olga)
    assert browser.post("/settings/configuration/scores").status_code == 302
    assert (recorded(), queued()) == (["rescoring.started"], ["leads.rescore"])
    Rescoring.objects.update(total=4, done=1)
    fragment = browser.get("/settings/configuration/rescoring").content.decode()
    assert 'value="25"' in fragment
    assert "1 of 4" in fragment


@pytest.mark.parametrize("who", ["rory", "mia"])
def test_the_wrong_role_may_neither_look_nor_score(who, request, as_staff, recorded):
    browser = as_staff(request.getfixturevalue(who))
    assert browser.get(PAGE).status_code == 403
    assert browser.post("/settings/configuration/scores").status_code == 403
    assert recorded() == []
