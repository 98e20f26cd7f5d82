"""A profile changed over there: the newest word about each field wins."""

from typing import Any

from crm.accounts.models import Branch, Staff
from crm.customers import rules as customers
from crm.customers.addresses import maybe_email, maybe_phone
from crm.integrations.intents import CustomerUpdate
from crm.integrations.models import Delivery
from crm.integrations.rules.admission import keep_choices
from crm.integrations.rules.people import NobodyYetError, customer_of

ENDPOINT = "customer-update"


def apply(update: CustomerUpdate, *, source: str, branch: Branch, by: Staff) -> bool:
    """Change the customer as told; an update older than one already applied changes nothing."""
    customer = customer_of(update.person, source=source)
    if customer is None:
        raise NobodyYetError(update.person.keys)
    if _newer_was_applied(update, source):
        return False
    customer = customers.edit(customer, _usable(update.changes), by=by)
    known = update.person.model_copy(update={"email": customer.email, "phone": customer.phone})
    keep_choices(update.choices, known, branch=branch, by=by)
    return True


def _newer_was_applied(update: CustomerUpdate, source: str) -> bool:
    applied = Delivery.objects.filter(
        source=source,
        endpoint=ENDPOINT,
        outcome=Delivery.Outcome.PROCESSED,
        subject__startswith=update.whose,
        subject__gt=update.subject,
    )
    return bool(update.subject) and applied.exists()


def _usable(changes: dict[str, Any]) -> dict[str, Any]:
    """Without an email or a phone that is none: what we have is better."""
    checks = {"email": maybe_email, "phone": maybe_phone}
    return {
        name: value for name, value in changes.items() if name not in checks or checks[name](value)
    }
