"""The page of one repair: what happened on the left, what we know on the right."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.bookings import rules
from crm.bookings.cards import due_badge, line
from crm.bookings.config import bookings_config
from crm.bookings.editable import FACTS, JOB, MONEY, NOTES
from crm.bookings.models import Booking, Fault, Part, Status
from crm.bookings.models.status import ENDED
from crm.bookings.pages.finding import booking_of
from crm.bookings.reaching import ready
from crm.customers.models import Customer
from crm.lib import clock
from crm.ui.inline import Fact

MOST = 100
FURTHER: dict[str, tuple[str, ...]] = {  # where a part usually goes from where it is
    Part.Status.NEEDED: (Part.Status.ORDERED, Part.Status.ARRIVED),
    Part.Status.ORDERED: (Part.Status.ARRIVED, Part.Status.RETURNED),
    Part.Status.ARRIVED: (Part.Status.FITTED, Part.Status.RETURNED),
}
DECISIONS: dict[str, tuple[str, ...]] = {
    Fault.Decision.NOTED: (Fault.Decision.REPAIRED, Fault.Decision.DECLINED),
    Fault.Decision.DECLINED: (Fault.Decision.REPAIRED,),
}


@may("bookings.view")
@require_safe
def booking(request: HttpRequest, pk: UUID) -> HttpResponse:
    return render(request, "bookings/booking.html", _page(request, booking_of(request, pk)))


@may("bookings.view")
@require_safe
def side(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything on the page that a change can move, except the timeline."""
    return render(request, "bookings/fresh.html", _page(request, booking_of(request, pk)))


def _page(request: HttpRequest, booking: Booking) -> dict[str, Any]:
    by, words = person(request), bookings_config().statuses
    known = Customer.objects.visible_to(by).filter(pk=booking.customer_id).first()
    is_to_collect = known is not None and booking.status == Status.READY_FOR_PICKUP
    here = words[Status(booking.status)]
    possible = rules.possible(booking, by) if by.can("bookings.edit") else []
    return {
        "booking": booking,
        "line": line(booking),
        "due": due_badge(booking),
        "known": known,
        "ready": ready([booking])[booking.pk] if is_to_collect else None,
        "primary": here if here.next in possible else None,
        "others": [
            (status, words[status].label)
            for status in possible
            if status not in (here.next, Status.CANCELLED, Status.COMPLETED, Status.REFUNDED)
        ],
        "possible": [str(status) for status in possible],
        "groups": [(kind, title, _facts(names, booking)) for kind, title, names in _groups()],
        "facts_at": f"/bookings/{booking.pk}/facts/",
        "is_covered": rules.is_covered(booking),
        "returns": booking.returns.order_by("-created_at", "-pk")[:MOST],
        "now": clock.now(),
        "may_edit": by.can("bookings.edit") and booking.status not in ENDED,
        "can": {
            "edit": by.can("bookings.edit"),
            "create": by.can("bookings.create"),
            "assign": by.can("bookings.assign"),
            "claim": by.can("bookings.edit") and booking.assigned_technician_id is None,
        },
        **_work(booking),
    }


def _work(booking: Booking) -> dict[str, Any]:
    parts = booking.parts.order_by("created_at", "pk")[:MOST]
    faults = booking.faults.select_related("seen_by").order_by("seen_at", "pk")[:MOST]
    promises = booking.promises.select_related("made_by").order_by("-made_at", "-pk")[:MOST]
    return {
        "parts": [(part, _steps(Part.Status, FURTHER.get(part.status, ()))) for part in parts],
        "faults": [
            (one, _steps(Fault.Decision, DECISIONS.get(one.decision, ()))) for one in faults
        ],
        "promises": promises,
    }


def _steps(choices: Any, steps: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(str(step), str(choices(step).label)) for step in steps]


def _groups() -> list[tuple[str, str, tuple[str, ...]]]:
    return [("job", _("The job"), JOB), ("price", _("Price"), MONEY), ("notes", _("Notes"), NOTES)]


def _facts(names: tuple[str, ...], booking: Booking) -> list[tuple[Fact, str]]:
    return [(FACTS[name], FACTS[name].shown(booking)) for name in names]
