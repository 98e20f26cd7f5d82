"""Whom another system means."""

from crm.customers import matching
from crm.customers.models import Customer
from crm.integrations.intents import Person
from crm.integrations.models import Approval


class NobodyYetError(Exception):
    """We know nobody, or nothing, by these keys; the delivery waits until we do."""

    def __init__(self, keys: list[str], why: str = "") -> None:
        super().__init__(", ".join(keys))
        self.keys = keys
        self.why = why or "We do not know this person yet. It is read again when we do."


def customer_of(person: Person, *, source: str) -> Customer | None:
    """By their number over there, else by the email that certainly is theirs."""
    number = person.external_user
    if number:
        linked = matching.known_as(source, number)
        if linked:
            return linked
        # Somebody with two accounts over there is linked by the first, approved for both.
        approved = Approval.objects.filter(
            source=source,
            kind=Approval.Kind.REGISTRATION,
            external_id=number,
            customer__deleted_at=None,
        ).select_related("customer")
        account = approved.exclude(customer=None).first()
        if account:
            return account.customer
    email = person.normal_email
    return matching.the_one(email=email) if email else None
