"""What the customer's page shows of their life with the shop."""

from typing import Any

from crm.accounts.models import Staff
from crm.customers.models import Customer
from crm.lib import clock
from crm.lifecycle.editable import facts
from crm.lifecycle.models import Lifecycle
from crm.lifecycle.tones import TONES


def panel(customer: Customer, *, to: Staff) -> dict[str, Any]:
    """For `lifecycle/panel.html`; without a life begun there is nothing to show."""
    row = Lifecycle.objects.filter(customer=customer).select_related("customer", "assigned_to")
    life = row.first()
    if life is None:
        return {"life": None}
    due = life.next_action_due
    return {
        "life": life,
        "life_tone": TONES[life.current_stage],
        "life_facts": [(fact, fact.shown(life)) for fact in facts(life, to=to).values()],
        "life_at": f"/customers/{customer.pk}/lifecycle/",
        "is_due": due is not None and due <= clock.now(),
        "may_move": to.can("lifecycle.edit"),
    }
