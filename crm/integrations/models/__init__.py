"""What was delivered to us, what waits for somebody's word, and what goes out to others."""

from crm.integrations.models.approval import Approval
from crm.integrations.models.delivery import Delivery
from crm.integrations.models.device_import import DeviceImport
from crm.integrations.models.dispatch import Attempt, Dispatch
from crm.integrations.models.endpoint import Endpoint, Subscription
from crm.integrations.models.turned_away import TurnedAway

__all__ = [
    "Approval",
    "Attempt",
    "Delivery",
    "DeviceImport",
    "Dispatch",
    "Endpoint",
    "Subscription",
    "TurnedAway",
]
