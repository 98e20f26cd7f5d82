"""Whose story a page may ask for, and what belongs to it."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from crm.accounts.models import Staff
from crm.activity.timeline import Subject
from crm.customers.models import Customer
from crm.leads.models import Lead

MOST_LEADS = 50


def story_of(about: str, *, to: Staff) -> tuple[list[Subject], list[UUID]]:
    """The subjects and customers of `lead:<id>` or `customer:<id>`, if `to` may see it."""
    kind, _colon, key = about.partition(":")
    try:
        found = UUID(key)
    except ValueError:
        raise Http404 from None
    if kind == "lead" and to.can("leads.view"):
        return [("lead", get_object_or_404(Lead.objects.visible_to(to), pk=found).pk)], []
    if kind == "customer":
        customer = get_object_or_404(Customer.objects.visible_to(to), pk=found)
        return _leads_of(customer, to), customer.records
    raise Http404


def _leads_of(customer: Customer, to: Staff) -> list[Subject]:
    """What was said before they were a customer is part of their story too."""
    if not to.can("leads.view"):
        return []
    leads = Lead.objects.visible_to(to).filter(converted_customer=customer)
    keys = leads.order_by("-created_at", "-pk").values_list("pk", flat=True)
    return [("lead", key) for key in keys[:MOST_LEADS]]
