"""Reading what a RevivaTech website sends; its payloads' spellings are in `integrations.yaml`.

Everything here turns a payload into an intent and touches no table.
"""

from collections.abc import Callable
from typing import Any

from crm.integrations.intents import Intent
from crm.integrations.revivatech import (
    booking,
    completion_rated,
    payment_processed,
    payment_status,
    registration,
    repair_request,
    status_changed,
    update,
)

SOURCE = "revivatech"
LABEL = "RevivaTech"
ENDPOINTS: dict[str, Callable[[Any], Intent]] = {
    "customer-registration": registration.read,
    "repair-request": repair_request.read,
    "payment-status": payment_status.read,
    "customer-update": update.read,
    "booking-created": booking.read,
    "status-changed": status_changed.read,
    "status-update": status_changed.read,
    "payment-processed": payment_processed.read,
    "completion-rated": completion_rated.read,
}
