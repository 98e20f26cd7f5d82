"""What a program would send to each operation, about rows that `world.py` makes."""

from crm.lib.ids import uuid7

TWIN = uuid7()
OWNER = uuid7()
OWING = uuid7()
_TEN = {"amount": 10.0}
_ENQUIRY = {"source_type": "PHONE", "contact_info": {"name": "Somebody"}}
_REPAIR = {"repair_type": "SCREEN_REPAIR"}
_CALL = {"interaction_type": "CALL", "direction": "INBOUND"}
# What a program would send, so that what is behind the body is reached as well.
BODIES = {
    "POST /api/crm/bookings": _REPAIR | {"customer_id": str(TWIN)},
    "PUT /api/crm/bookings/{booking_id}": _REPAIR,
    "PATCH /api/crm/bookings/{booking_id}": {"urgency_level": "HIGH"},
    "POST /api/crm/bookings/{booking_id}/status": {"status": "IN_PROGRESS"},
    "POST /api/crm/bookings/{booking_id}/assign": {"assigned_technician_id": None},
    "POST /api/crm/bookings/{booking_id}/promise": {"promised_at": "2190-01-01T10:00:00Z"},
    "POST /api/crm/bookings/{booking_id}/cancel": {"reason": "Test"},
    "POST /api/crm/bookings/{booking_id}/refund": {"reason": "Test"},
    "POST /api/crm/bookings/{booking_id}/warranty-return": {"problem_description": "Again"},
    "POST /api/crm/bookings/{booking_id}/rate": {"nps_score": 9},
    "POST /api/crm/bookings/{booking_id}/parts": {"name": "Screen"},
    "PATCH /api/crm/bookings/{booking_id}/parts/{part_id}": {"status": "ORDERED"},
    "POST /api/crm/bookings/{booking_id}/faults": {"what": "Scratched"},
    "PATCH /api/crm/bookings/{booking_id}/faults/{fault_id}": {"decision": "DECLINED"},
    "POST /api/crm/leads": _ENQUIRY,
    "PUT /api/crm/leads/{lead_id}": _ENQUIRY,
    "PATCH /api/crm/leads/{lead_id}": {"urgency_level": "HIGH"},
    "POST /api/crm/leads/{lead_id}/assign": {"assigned_to": None},
    "POST /api/crm/leads/{lead_id}/disqualify": {"reason": "Spam"},
    "POST /api/crm/leads/{lead_id}/lose": {"reason": "Too expensive"},
    "POST /api/crm/leads/{lead_id}/schedule-follow-up": {"due_at": "2190-01-01T10:00:00Z"},
    "POST /api/crm/leads/{lead_id}/add-interaction": _CALL,
    "POST /api/crm/catalogue/models": {"category": "phones", "brand": "Apple", "name": "iPhone 14"},
    "PATCH /api/crm/catalogue/models/{model}": {"year": 2021},
    "POST /api/crm/devices": {"customer_id": str(OWNER), "label": "Phone"},
    "PATCH /api/crm/devices/{device_id}": {"colour": "red"},
    "POST /api/crm/devices/{device_id}/transfer": {"to": str(OWNER)},
    "POST /api/crm/imports": {"filename": "customers.csv", "size": 20},
    "PUT /api/crm/imports/{import_id}/pieces/{number}": {},
    "PUT /api/crm/imports/{import_id}/mapping": {"mapping": ["email"]},
    "POST /api/crm/imports/{import_id}/undo": {},
    "POST /api/crm/payments": _TEN | {"booking_id": str(OWING), "method": "CASH"},
    "POST /api/crm/payments/cards": _TEN | {"booking_id": str(OWING)},
    "POST /api/crm/payments/credits": _TEN | {"customer_id": str(TWIN), "reason": "Test"},
    "POST /api/crm/payments/{payment_id}/refund": _TEN | {"reason": "Test"},
    "POST /api/crm/payments/{payment_id}/reversal": {"reason": "Test"},
    "POST /api/crm/payments/bookings/{booking_id}/write-off": _TEN | {"reason": "Test"},
    "POST /api/crm/invoices": {"booking_id": str(OWING)},
    "POST /api/crm/invoices/{invoice_id}/credit-note": {"reason": "Test"},
    "POST /api/crm/cash-up": {"day": "2026-01-02", "counted": {"CASH": 0.0, "CARD": 0.0}},
    "POST /api/crm/customers": {"first_name": "Somebody"},
    "POST /api/crm/customers/{customer_id}/merge": {"into": str(TWIN)},
    "POST /api/crm/pricing/simulate": {"repair_type": "SCREEN_REPAIR"},
    "POST /api/crm/pricing/quotes": {"repair_type": "SCREEN_REPAIR"},
    "PATCH /api/crm/customers/{customer_id}": {"company": "Fixit"},
    "PUT /api/crm/customers/{customer_id}/lifecycle": {"current_stage": "LEAD", "reason": "Test"},
    "POST /api/crm/customers/{customer_id}/interactions": _CALL,
    "POST /api/crm/webhooks": {
        "url": "https://example.com/hooks",
        "events": ["lead.*"],
        "role": "owner",
    },
    "PATCH /api/crm/webhooks/{webhook_id}": {"description": "Somebody's"},
    "PUT /api/crm/interactions/{interaction_id}": _CALL,
    "POST /api/crm/customers/{customer_id}/consents": {
        "channel": "PHONE",
        "purpose": "MARKETING",
        "decision": "GIVEN",
        "wording": "May we call you?",
    },
    "POST /api/crm/interactions/{interaction_id}/postpone-follow-up": {
        "due_at": "2190-01-02T10:00:00Z"
    },
}
