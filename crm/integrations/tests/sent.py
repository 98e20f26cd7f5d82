"""What the platform sends, word for word."""

import copy
import json
from typing import Any

from django.http import HttpResponse
from django.test import Client

KEY = "platform-key"


def registration(**changes: Any) -> dict[str, Any]:
    body = {
        "customer": {
            "firstName": "Hannah",
            "lastName": "Whitmore",
            "email": "Hannah.W@example.co.uk",
            "phone": "",
            "websiteUserId": "clx1user0001",
            "registrationDate": "2026-11-20T09:30:00.000Z",
            "source": "revivatech",
            "language": "en",
            "status": "pending_approval",
            "preferences": {},
        },
        "metadata": {"registrationSource": "website", "timestamp": "2026-11-20T09:30:01.000Z"},
    }
    return changed(body, changes)


def repair(**changes: Any) -> dict[str, Any]:
    body = {
        "repair": {
            "ticketNumber": "REV-4711",
            "websiteRepairId": "clx1repair0001",
            "customerEmail": "hannah.w@example.co.uk",
            "customerName": "Hannah Whitmore",
            "deviceType": "Apple MacBook Air M1 2020",
            "deviceModel": "MacBook Air M1 2020",
            "issueDescription": "Does not charge since it fell.",
            "serviceType": "CHARGING_PORT",
            "priority": "urgent",
            "language": "en",
            "address": "12 Lordship Lane, London N17",
            "notes": "Evenings are best.",
            "createdAt": "2026-11-20T09:31:00.000Z",
            "estimatedCost": 149.5,
            "photos": ["https://cdn.example.com/a.jpg"],
        },
        "customer": {
            "firstName": "Hannah",
            "lastName": "Whitmore",
            "email": "hannah.w@example.co.uk",
            "phone": "07700 900482",
            "websiteUserId": "clx1user0001",
        },
        "metadata": {
            "source": "revivatech",
            "bookingChannel": "website",
            "timestamp": "2026-11-20T09:31:01.000Z",
        },
    }
    return changed(body, changes)


def payment(**changes: Any) -> dict[str, Any]:
    body = {
        "payment": {
            "paymentId": "pay-1",
            "bookingId": "clx1repair0001",
            "ticketNumber": "REV-4711",
            "amount": 149.5,
            "currency": "GBP",
            "status": "SUCCEEDED",
            "method": "STRIPE_CARD",
            "transactionId": "pi_1",
            "processedAt": "2026-11-20T10:00:00.000Z",
        },
        "customer": {"email": "hannah.w@example.co.uk", "websiteUserId": "clx1user0001"},
        "metadata": {"source": "revivatech", "timestamp": "2026-11-20T10:00:01.000Z"},
    }
    return changed(body, changes)


def update(**changes: Any) -> dict[str, Any]:
    body = {
        "customer": {
            "websiteUserId": "clx1user0001",
            "email": "hannah.w@example.co.uk",
            "updatedFields": ["phone", "lastName"],
            "currentData": {
                "firstName": "Ignored",
                "lastName": "Whitmore-Jones",
                "phone": "07700 900999",
                "address": "",
                "language": "pt",
                "preferences": {},
            },
        },
        "metadata": {
            "source": "revivatech",
            "updatedAt": "2026-11-20T11:00:00.000Z",
            "updateReason": "profile_update",
        },
    }
    return changed(body, changes)


def booking(**changes: Any) -> dict[str, Any]:
    """What `onBookingCreated` hands over: a row of bookings, whose money is pounds."""
    body = {
        "booking": {
            "id": "clx1repair0001",
            "customerId": "clx1user0001",
            "deviceModel": {"name": "MacBook Air M1", "brand": {"name": "Apple"}, "year": 2020},
            "repairType": "CHARGING_PORT",
            "problemDescription": "Does not charge since it fell.",
            "urgencyLevel": "URGENT",
            "status": "CONFIRMED",
            "basePrice": "149.50",
            "finalPrice": None,
            "preferredDate": "2026-11-23T10:00:00.000Z",
            "estimatedCompletion": "2026-11-24T17:00:00.000Z",
            "customerInfo": {
                "firstName": "Hannah",
                "lastName": "Whitmore",
                "email": "hannah.w@example.co.uk",
                "phone": "07700 900482",
            },
            "photoUrls": ["https://cdn.example.com/a.jpg"],
            "customerNotes": "Evenings are best.",
            "createdAt": "2026-11-20T09:31:00.000Z",
        },
        "metadata": {"source": "revivatech", "timestamp": "2026-11-20T09:31:01.000Z"},
    }
    return changed(body, changes)


def move(status: str, at: str = "2026-11-21T09:00:00.000Z", **changes: Any) -> dict[str, Any]:
    """What `onStatusChanged` hands over: the whole booking, and where it stood before."""
    body = booking() | {"oldStatus": "CONFIRMED", "newStatus": status, "changedAt": at}
    return changed(body, changes)


def processed(**changes: Any) -> dict[str, Any]:
    """What `onPaymentProcessed` hands over: a row of payments, whose money is whole pence."""
    body = {
        "booking": {
            "id": "clx1repair0001",
            "customerId": "clx1user0001",
            "finalPrice": "149.50",
        },
        "payment": {
            "id": "pay-1",
            "bookingId": "clx1repair0001",
            "amount": 14950,
            "currency": "gbp",
            "status": "SUCCEEDED",
            "paymentMethod": "STRIPE_CARD",
            "gatewayTransactionId": "pi_1",
            "paidAt": "2026-11-20T10:00:00.000Z",
        },
        "metadata": {"source": "revivatech", "timestamp": "2026-11-20T10:00:01.000Z"},
    }
    return changed(body, changes)


def rated(**changes: Any) -> dict[str, Any]:
    """What `onCompletionRated` hands over."""
    body = {
        "booking": {"id": "clx1repair0001", "status": "COMPLETED"},
        "rating": {
            "rating": 5,
            "customerEffortScore": 4.5,
            "npsScore": 9,
            "comment": "Charges again, thank you!",
            "createdAt": "2026-11-25T18:00:00.000Z",
        },
        "metadata": {"source": "revivatech", "timestamp": "2026-11-25T18:00:01.000Z"},
    }
    return changed(body, changes)


def changed(body: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """`repair__priority=None` sets `body["repair"]["priority"]`; `...` takes it away."""
    body = copy.deepcopy(body)
    for path, value in changes.items():
        *way, last = path.split("__")
        place = body
        for part in way:
            place = place[part]
        if value is ...:
            place.pop(last)
        else:
            place[last] = value
    return body


def deliver(endpoint: str, body: Any, key: str = KEY, slash: str = "") -> HttpResponse:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Client().post(
        f"/webhooks/{endpoint}{slash}",
        raw,
        content_type="application/json",
        headers={"authorization": f"Bearer {key}", "x-source": "revivatech"},
    )
