"""The first screen of a customer's page: a fixed number of statements for any history."""

from typing import Any

from django.utils.translation import gettext as _

from crm.accounts.models import Staff
from crm.consent import rules as consent
from crm.customers.editable import FACTS, ONLINE, PERSON, PLACE
from crm.customers.models import ContactPoint, Customer
from crm.customers.together import together
from crm.dashboard.next_action import Situation, next_action
from crm.lifecycle.panel import panel
from crm.ui.inline import Fact

MOST_POINTS = 10


def head(customer: Customer, *, to: Staff) -> dict[str, Any]:
    """Who it is."""
    return {"customer": customer, "may_log": to.can("interactions.log")}


def side(customer: Customer, *, to: Staff) -> dict[str, Any]:
    """The facts at the right, where they stand with us, and above all what to do next."""
    life = panel(customer, to=to)
    verdicts = consent.verdicts(customer)
    points = ContactPoint.objects.filter(customer=customer, is_primary=False)
    return {
        "customer": customer,
        "next_action": next_action(Situation(customer, to, life["life"], verdicts)),
        "groups": [(title, _facts(names, customer)) for title, names in _groups()],
        "notes": (FACTS["customer_notes"], FACTS["customer_notes"].shown(customer)),
        "facts_at": f"/customers/{customer.pk}/facts/",
        "points": points.order_by("kind", "value")[:MOST_POINTS],
        **life,
        "together": together(customer, to=to),
        "consents": _consents(verdicts),
        "may_consent": to.can("consent.record"),
        "may_edit": to.can("customers.edit_profile"),
        "sees_notes": to.can("customers.view_sensitive"),
    }


def _groups() -> list[tuple[str, tuple[str, ...]]]:
    return [(_("Person"), PERSON), (_("Where"), PLACE), (_("Online"), ONLINE)]


def _facts(names: tuple[str, ...], customer: Customer) -> list[tuple[Fact, str]]:
    return [(FACTS[name], FACTS[name].shown(customer)) for name in names]


def _consents(verdicts: list[consent.Verdict]) -> list[tuple[str, consent.Verdict]]:
    """News and offers on the address we would use; every address stands under the tab."""
    asked = ((_("Email news"), "EMAIL"), (_("SMS offers"), "SMS"), (_("Calls"), "PHONE"))
    used = {one.channel: one for one in reversed(verdicts) if one.purpose == "MARKETING"}
    return [(label, used[channel]) for label, channel in asked if channel in used]
