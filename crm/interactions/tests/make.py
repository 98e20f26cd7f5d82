"""What was said, as much as a test needs."""

from datetime import datetime, timedelta
from typing import Any

from crm.accounts.models import Branch, Staff
from crm.customers.models import Customer
from crm.interactions import rules
from crm.interactions.models import Interaction
from crm.leads.models import Lead
from crm.lib import clock


def talk(
    branch: Branch,
    by: Staff,
    *,
    customer: Customer | None = None,
    lead: Lead | None = None,
    follow_up_by: Staff | None = None,
    **said: Any,
) -> Interaction:
    """A call that came in, unless told otherwise."""
    words = {"interaction_type": "CALL", "direction": "INBOUND", "content": "Is it ready?"}
    return rules.log(
        rules.Said(**words | said),
        by=by,
        branch=branch,
        customer=customer,
        lead=lead,
        follow_up_by=follow_up_by,
    )


def in_hours(number: float) -> datetime:
    return clock.now() + timedelta(hours=number)


def overdue(interaction: Interaction, hours: float = 1) -> Interaction:
    """Time passes: what was promised was due some hours ago."""
    Interaction.objects.filter(pk=interaction.pk).update(follow_up_date=in_hours(-hours))
    interaction.refresh_from_db()
    return interaction
