"""A lead becomes a customer: the moment everything before was for."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from crm.accounts.models import Staff
from crm.consent import rules as consent
from crm.customers import rules as customers
from crm.customers.models import Customer
from crm.customers.names import split_name
from crm.leads.models import Lead
from crm.leads.rules.ending import close
from crm.leads.rules.saving import locked, must_be_active
from crm.lib import clock


@dataclass(frozen=True)
class Conversion:
    """The converted lead, its customer, and whether the customer is new to the business."""

    lead: Lead
    customer: Customer
    is_new: bool


@transaction.atomic
def convert(
    lead: Lead, *, by: Staff, into: Customer | None = None, version: int | None = None
) -> Conversion:
    """Find or make the customer this lead is, and carry everything over.

    `into` names the customer when a person has decided who it is; otherwise whoever
    certainly is this person, or somebody new. Converting twice answers the first result.
    """
    lead = locked(lead, version=version)
    if lead.status == Lead.Status.CONVERTED and lead.converted_customer is not None:
        return Conversion(lead, lead.converted_customer, is_new=False)
    must_be_active(lead, "Only an active lead can be converted. Reopen it first.")
    profile = _profile(lead)
    customer, is_new = customers.find_or_make(profile, by=by, branch=lead.branch, into=into)
    if lead.assigned_to:
        customers.grant(customer, by=by, reason="lead assigned", staff=lead.assigned_to)
    consent.mirror(customer)
    lead.converted_customer = customer
    lead.converted_at = clock.now()
    close(
        lead,
        Lead.Status.CONVERTED,
        "lead.converted",
        by=by,
        reason="new" if is_new else "returning",
        also=("converted_customer", "converted_at"),
    )
    return Conversion(lead, customer, is_new)


def _profile(lead: Lead) -> customers.Profile:
    info = lead.contact_info
    first, last = info.get("first_name", ""), info.get("last_name", "")
    if not (first or last):
        first, last = split_name(str(info.get("name", "")))
    return customers.Profile(
        first_name=first[:100],
        last_name=last[:100],
        email=lead.email,
        phone=str(info.get("phone", "")),
        company=str(info.get("company", ""))[:150],
        source_type=lead.source_type,
        more=_more(info),
    )


def _more(info: dict[str, Any]) -> dict[str, Any]:
    """What else was left with the lead, as far as a customer's columns can hold it."""
    fits = {
        "address": isinstance(info.get("address"), dict),
        "language": _is_line(info.get("language"), 10),
        "preferred_contact": info.get("preferred_contact") in _WAYS,
        "job_title": _is_line(info.get("job_title"), 100),
    }
    return {name: info[name] for name, does in fits.items() if does}


def _is_line(value: Any, longest: int) -> bool:
    return isinstance(value, str) and 0 < len(value) <= longest


_WAYS = list(Customer.PreferredContact.values)
