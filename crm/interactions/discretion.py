"""What a story leaves out for somebody who may read the person, but not everything of theirs."""

from crm.accounts.models import Staff

# Families of verbs, and the permission without which they are not told.
_NEEDS = {
    "booking": "bookings.view",
    "cash_up": "payments.view",
    "invoice": "payments.view",
    "lead": "leads.view",
    "payment": "payments.view",
    "price": "pricing.view",
}


def hidden_from(staff: Staff) -> list[str]:
    """The families of verbs that this person is not told of."""
    return [family for family, permission in _NEEDS.items() if not staff.can(permission)]
