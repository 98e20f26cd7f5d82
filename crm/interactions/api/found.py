"""How every operation finds the rows it is about, as far as the caller may see them."""

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from crm.accounts.may import caller
from crm.customers.models import Customer
from crm.interactions.models import Interaction
from crm.leads.models import Lead


def seen(request: HttpRequest, interaction_id: UUID) -> Interaction:
    rows = Interaction.objects.visible_to(caller(request))
    return get_object_or_404(rows.select_related("lead", "lead_follow_up"), pk=interaction_id)


def lead_of(request: HttpRequest, lead_id: UUID) -> Lead:
    leads = Lead.objects.visible_to(caller(request)).select_related("branch", "converted_customer")
    return get_object_or_404(leads, pk=lead_id)


def customer_of(request: HttpRequest, customer_id: UUID) -> Customer:
    return get_object_or_404(Customer.objects.visible_to(caller(request)), pk=customer_id)
