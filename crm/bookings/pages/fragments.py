"""Parts of other packages' pages: a customer's repairs, a device's history."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.bookings.cards import cards, for_cards
from crm.bookings.models import Booking, Fault, Part
from crm.customers.models import Customer, Device

MOST = 50


@may("bookings.view")
@require_safe
def of_customer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The tab of a customer's repairs, the newest first."""
    by = person(request)
    customer = get_object_or_404(Customer.objects.visible_to(by), pk=pk)
    rows = for_cards(Booking.objects.visible_to(by).filter(customer=customer))
    page = {
        "customer": customer,
        "cards": cards(rows.order_by("-created_at", "-id")[:MOST]),
        "may_create": by.can("bookings.create"),
    }
    return render(request, "bookings/of_customer.html", page)


@may("bookings.view")
@require_safe
def of_device(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a device has been through: repairs, faults seen and declined, parts, warranties."""
    by = person(request)
    device = get_object_or_404(Device.objects.visible_to(by), pk=pk)
    seen = Booking.objects.visible_to(by).filter(device=device)
    rows = for_cards(seen).order_by("-created_at", "-id")[:MOST]
    fitted = Part.objects.filter(booking__in=seen, status=Part.Status.FITTED)
    faults = Fault.objects.filter(booking__in=seen).select_related("booking", "seen_by")
    page = {
        "device": device,
        "cards": cards(rows),
        "faults": faults.order_by("-seen_at", "-pk")[:MOST],
        "parts": fitted.select_related("booking").order_by("-updated_at", "-pk")[:MOST],
    }
    return render(request, "bookings/of_device.html", page)
