"""Rejecting: nothing is made, the reason stands, and a repeat is not asked about."""

import pytest

from crm.customers.models import Customer
from crm.integrations import rules
from crm.integrations.models import Approval
from crm.integrations.tests import sent
from crm.integrations.tests.sent import deliver
from crm.lib.refusal import Refusal


@pytest.fixture
def approval():
    deliver("customer-registration", sent.registration())
    return Approval.objects.get()


def test_it_becomes_nothing_and_a_repeat_stays_rejected(approval, rory, recorded):
    rules.reject(approval, "  A test  ", by=rory)
    approval.refresh_from_db()
    assert (approval.status, approval.reason, approval.decided_by) == ("rejected", "A test", rory)
    deliver("customer-registration", sent.registration())
    assert Approval.objects.get().status == "rejected"
    assert not Customer.objects.exists()
    assert recorded() == ["approval.rejected"]


def test_without_a_reason_it_is_refused(approval, rory, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.reject(approval, "  ", by=rory)
    assert (refusal.value.field, refusal.value.status) == ("reason", 422)
    assert recorded() == []
