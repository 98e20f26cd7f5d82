"""One search box: repairs, customers, their devices and leads, in the palette and on a page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import person, signed_in
from crm.accounts.models import Staff
from crm.bookings import search as bookings
from crm.customers import search as customers
from crm.customers.device_search import search_devices
from crm.leads import search as leads
from crm.lib.typed import typed
from crm.ui.templatetags._values import phone as written


@dataclass(frozen=True)
class Option:
    """Somebody found: who, what tells them apart, and where they are."""

    href: str
    title: str
    detail: str
    icon: str


@signed_in
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A list of options for the search box, a whole page for everybody else."""
    text = typed(request.GET, "q")
    page: dict[str, Any] = {"q": text, "options": found(text, to=person(request))}
    name = (
        "ui/components/options.html"
        if request.headers.get("HX-Request")
        else "dashboard/search.html"
    )
    return render(request, name, page)


def found(text: str, *, to: Staff) -> list[Option]:
    """What every finder gives, in the order of the finders."""
    return [option for find in FINDERS for option in find(text, to)]


def _repairs(text: str, to: Staff) -> list[Option]:
    return [
        Option(
            href=reverse("booking", args=[booking.pk]),
            title=booking.reference,
            detail=f"{booking.customer.name}, {booking.device_name or booking.repair_label}",
            icon="wrench",
        )
        for booking in bookings.search(text, to=to)
    ]


def _customers(text: str, to: Staff) -> list[Option]:
    return [
        Option(
            href=reverse("customer", args=[customer.pk]),
            title=customer.name,
            detail=customer.company or customer.email or written(customer.phone),
            icon="user",
        )
        for customer in customers.search(text, to=to)
    ]


def _leads(text: str, to: Staff) -> list[Option]:
    if not to.can("leads.view"):
        return []
    return [
        Option(
            href=reverse("lead", args=[lead.pk]),
            title=lead.name,
            detail=_("%(stage)s lead") % {"stage": lead.stage_label},
            icon="kanban",
        )
        for lead in leads.search(text, to=to)
    ]


def _devices(text: str, to: Staff) -> list[Option]:
    return [
        Option(
            href=reverse("device", args=[device.pk]),
            title=device.name,
            detail=device.customer.name if device.customer else "",
            icon="smartphone",
        )
        for device in search_devices(text, to=to)
    ]


# Each gives what one may see, the likeliest first. A number that was said aloud stands before
# names, and customers before leads: whoever is one is not looked for as the other.
FINDERS: tuple[Callable[[str, Staff], list[Option]], ...] = (
    _repairs,
    _customers,
    _devices,
    _leads,
)
