"""Customers who stand somewhere, for tests."""

from typing import Any

from crm.accounts.models import Branch
from crm.customers.tests import make as people
from crm.lib import clock
from crm.lifecycle.models import Lifecycle


def stand(branch: Branch, stage: str, name: str, **more: Any) -> Lifecycle:
    """Somebody known at this branch who stands in this stage from now on."""
    known: dict[str, Any] = {"stage_entered_at": clock.now(), "current_stage": stage} | more
    return Lifecycle.objects.create(customer=people.customer(branch, name), **known)
