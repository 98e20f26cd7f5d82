"""What may happen to deliveries in both directions, and to what waits. The only writer of
these tables.
"""

from crm.integrations.rules.admission import make_lead
from crm.integrations.rules.approvals import (
    approve,
    approve_together,
    propose,
    reject,
    reject_together,
)
from crm.integrations.rules.bringing import bring_customers, fetch
from crm.integrations.rules.catching_up import catch_up
from crm.integrations.rules.deliveries import keep, process, replay, turn_away
from crm.integrations.rules.device_imports import fetch_devices, start_device_import
from crm.integrations.rules.dispatching import dispatch, redeliver, test, wanted_verbs
from crm.integrations.rules.endpoints import (
    Wanted,
    change,
    pause,
    register,
    remove,
    resume,
    rotate,
)
from crm.integrations.rules.places import branch_of
from crm.integrations.rules.retention import forget
from crm.integrations.rules.sending import endpoints_with_post, send_next

__all__ = [
    "Wanted",
    "approve",
    "approve_together",
    "branch_of",
    "bring_customers",
    "catch_up",
    "change",
    "dispatch",
    "endpoints_with_post",
    "fetch",
    "fetch_devices",
    "forget",
    "keep",
    "make_lead",
    "pause",
    "process",
    "propose",
    "redeliver",
    "register",
    "reject",
    "reject_together",
    "remove",
    "replay",
    "resume",
    "rotate",
    "send_next",
    "start_device_import",
    "test",
    "turn_away",
    "wanted_verbs",
]
