"""What may happen to a delivery and to what waits. The only writer of these tables."""

from crm.integrations.rules.admission import make_lead
from crm.integrations.rules.approvals import (
    approve,
    approve_together,
    propose,
    reject,
    reject_together,
)
from crm.integrations.rules.catching_up import catch_up
from crm.integrations.rules.deliveries import keep, process, replay, turn_away
from crm.integrations.rules.places import branch_of
from crm.integrations.rules.retention import forget

__all__ = [
    "approve",
    "approve_together",
    "branch_of",
    "catch_up",
    "forget",
    "keep",
    "make_lead",
    "process",
    "propose",
    "reject",
    "reject_together",
    "replay",
    "turn_away",
]
