"""What was delivered, and what waits for somebody's word."""

from crm.integrations.models.approval import Approval
from crm.integrations.models.delivery import Delivery
from crm.integrations.models.turned_away import TurnedAway

__all__ = ["Approval", "Delivery", "TurnedAway"]
