"""Reading what a RevivaTech website sends; its payloads' spellings are in `integrations.yaml`.

Everything here turns a payload into an intent and touches no table.
"""

from collections.abc import Callable
from typing import Any

from crm.integrations.intents import Intent
from crm.integrations.revivatech import payment_status, registration, repair_request, update

SOURCE = "revivatech"
LABEL = "RevivaTech"
ENDPOINTS: dict[str, Callable[[Any], Intent]] = {
    "customer-registration": registration.read,
    "repair-request": repair_request.read,
    "payment-status": payment_status.read,
    "customer-update": update.read,
}
