"""`integrations.yaml`: a shop may respell what its website sends; mistakes are named."""

import pytest
import yaml
from django.conf import settings
from pydantic import ValidationError

from crm.integrations.config import Integrations, integrations
from crm.integrations.models import Approval
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver


def changed(**revivatech):
    content = yaml.safe_load((settings.DEFAULTS_DIR / "integrations.yaml").read_text())
    content["revivatech"] |= revivatech
    return content


def test_a_thing_that_nothing_reads_is_a_mistake():
    with pytest.raises(ValidationError, match="nothing is read as fristname"):
        Integrations.model_validate(
            changed(registration={"external_id": ["a"], "fristname": ["b"]})
        )


def test_without_a_number_nothing_could_be_told_apart():
    with pytest.raises(ValidationError, match="at least one place where external_id stands"):
        Integrations.model_validate(changed(repair_request={"external_id": []}))


def test_an_urgency_we_do_not_have_is_a_mistake():
    with pytest.raises(ValidationError, match="LOW"):
        Integrations.model_validate(changed(urgency={"panic": "PANIC"}))


def test_a_shop_may_name_another_place(monkeypatch):
    paths = integrations().revivatech.repair_request | {"fault": ["repair.whatIsBroken"]}
    config = Integrations.model_validate(changed(repair_request=paths))
    monkeypatch.setattr("crm.integrations.revivatech.repair_request.integrations", lambda: config)
    deliver("repair-request", sent.repair(repair__whatIsBroken="The hinge"))
    content = Approval.objects.get().content
    assert content["device"]["issue"] == "The hinge"
    assert content["details"]["more"]["repair.issueDescription"] == "Does not charge since it fell."
