"""What the shop's website has delivered and nobody has looked at yet."""

import json
from datetime import timedelta
from typing import Any

from crm.accounts.models import Branch
from crm.integrations import rules
from crm.integrations.revivatech import SOURCE
from crm.lib import clock

# name, email, phone, device, what is wrong, urgency, the website's estimate, minutes ago
ASKED = (
    (
        "Hannah Whitmore",
        "hannah.w@example.co.uk",
        "07700 900482",
        "Apple MacBook Air M1",
        "Liquid over the keyboard, it will not start.",
        "urgent",
        189,
        18,
    ),
    (
        "Kwame Mensah",
        "kwame@example.co.uk",
        "07700 900561",
        "Samsung Galaxy S22",
        "Screen flickers green since yesterday.",
        "normal",
        139,
        95,
    ),
)
REGISTERED = (
    ("Hannah", "Whitmore", "hannah.w@example.co.uk", 20),
    ("Marta", "Silva", "marta.s@example.co.uk", 240),
)


def deliver(branch: Branch) -> None:
    """Send what the platform sends, byte for byte, through the same reading."""
    for number, (first, last, email, minutes) in enumerate(REGISTERED, start=1):
        customer = {
            "firstName": first,
            "lastName": last,
            "email": email,
            "phone": "",
            "websiteUserId": f"demo-user-{number}",
            "source": "revivatech",
            "language": "en",
            "status": "pending_approval",
            "preferences": {},
        }
        body = {"customer": customer, "metadata": {"registrationSource": "website"}}
        _send("customer-registration", body, minutes, branch)
    for number, (name, email, phone, device, issue, priority, cost, minutes) in enumerate(
        ASKED, start=1
    ):
        first, _space, last = name.partition(" ")
        repair = {
            "ticketNumber": f"REV-{4710 + number}",
            "websiteRepairId": f"demo-repair-{number}",
            "customerEmail": email,
            "customerName": name,
            "deviceType": device,
            "deviceModel": device,
            "issueDescription": issue,
            "serviceType": "DIAGNOSTIC",
            "priority": priority,
            "language": "en",
            "estimatedCost": cost,
            "photos": [],
        }
        customer = {
            "firstName": first,
            "lastName": last,
            "email": email,
            "phone": phone,
            "websiteUserId": f"demo-user-{number}" if number == 1 else "demo-user-9",
        }
        body = {"repair": repair, "customer": customer, "metadata": {"bookingChannel": "website"}}
        _send("repair-request", body, minutes, branch)


def _send(endpoint: str, body: dict[str, Any], minutes: int, branch: Branch) -> None:
    with clock.at(clock.now() - timedelta(minutes=minutes)):
        delivery = rules.keep(
            SOURCE,
            endpoint,
            headers={"X-Source": SOURCE},
            body=json.dumps(body).encode(),
            branch=branch,
        )
        rules.process(delivery)
