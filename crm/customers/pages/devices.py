"""A customer's devices, and the passport of one: what it is, whose it was, what happened to it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.customers.models import Customer, Device
from crm.customers.passport import owners

MOST = 100


@may("customers.view_own")
@require_safe
def of_customer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tab of the customer's page: what they have now, the latest first."""
    staff = person(request)
    customer = get_object_or_404(Customer.objects.visible_to(staff), pk=pk)
    rows = Device.objects.visible_to(staff).filter(customer=customer)
    newest = rows.select_related("model__brand", "category").order_by("-created_at", "-pk")
    shown = {"customer": customer, "devices": newest[:MOST], "may_edit": staff.can("devices.edit")}
    return render(request, "customers/devices.html", shown)


@may("customers.view_own")
@require_safe
def passport(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about a device; its repairs stand in a fragment of `bookings`."""
    staff = person(request)
    device = device_of(request, pk)
    shown = {
        "device": device,
        "owners": owners(device, to=staff),
        "may_edit": staff.can("devices.edit"),
        "may_remove": staff.can("devices.remove"),
    }
    return render(request, "customers/passport.html", shown)


def device_of(request: HttpRequest, pk: UUID) -> Device:
    """The device, if this person may see whose it is."""
    rows = Device.objects.visible_to(person(request))
    return get_object_or_404(rows.select_related("customer", "model__brand", "category"), pk=pk)
