"""Who a device is taken in for, and what the form starts with."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from crm.accounts.may import person
from crm.accounts.models import Staff
from crm.bookings.bench import uuid_of
from crm.bookings.config import bookings_config
from crm.catalogue.models import DeviceModel, RepairType
from crm.customers.models import Customer, Device
from crm.leads.models import Lead
from crm.lib import clock

MOST_DEVICES = 30


@dataclass(frozen=True)
class Whose:
    """Who the page was opened for, if anybody."""

    customer: Customer | None = None
    lead: Lead | None = None

    @property
    def devices(self) -> list[Device]:
        if self.customer is None:
            return []
        rows = Device.objects.filter(customer=self.customer, deleted_at=None)
        return list(rows.select_related("model__brand").order_by("-created_at")[:MOST_DEVICES])

    @property
    def is_new(self) -> bool:
        return self.customer is None and self.lead is None

    @property
    def query(self) -> str:
        if self.lead is not None:
            return f"?lead={self.lead.pk}"
        return f"?customer={self.customer.pk}" if self.customer else ""


def whose_of(request: HttpRequest) -> Whose:
    by = person(request)
    lead_id, customer_id = (uuid_of(request.GET.get(name, "")) for name in ("lead", "customer"))
    if lead_id and by.can("leads.edit"):
        lead = get_object_or_404(Lead.objects.visible_to(by), pk=lead_id)
        customers = Customer.objects.visible_to(by)
        return Whose(customer=customers.filter(leads=lead).first(), lead=lead)
    if customer_id:
        found = get_object_or_404(Customer.objects.visible_to(by), pk=customer_id)
        return Whose(customer=found)
    return Whose()


def start(whose: Whose, by: Staff) -> dict[str, Any]:
    lead, devices = whose.lead, whose.devices
    urgency = _URGENCY_OF.get(lead.urgency_level, "STANDARD") if lead else "STANDARD"
    return {
        "device_id": str(devices[0].pk) if devices and not lead else "",
        "device": lead.device if lead else "",
        "problem_description": (lead.fault or lead.initial_needs) if lead else "",
        "repair_type": _repair_of(lead) if lead else RepairType.SCREEN_REPAIR,
        "urgency_level": urgency,
        "service_type": "bring_in",
        "promised_at": bookings_config().suggested_promise(urgency, clock.now()),
        "branch": lead.branch_id if lead else by.home_branch.pk,
    }


def _repair_of(lead: Lead) -> str:
    """The repair a website asked for, or one that is called as the fault is; else a screen."""
    asked = str(lead.source_details.get("service_type") or "").upper()
    if asked in RepairType.values:
        return asked
    called = {label.casefold(): value for value, label in RepairType.choices}
    return called.get(lead.fault.strip().casefold(), RepairType.SCREEN_REPAIR)


def model_of(text: str) -> DeviceModel | None:
    pk = uuid_of(text)
    rows = DeviceModel.objects.on_offer().select_related("brand", "category")
    return rows.filter(pk=pk).first() if pk else None


_URGENCY_OF = {"LOW": "LOW", "MEDIUM": "STANDARD", "HIGH": "HIGH", "URGENT": "URGENT"}
