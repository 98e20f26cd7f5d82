"""Parts and faults: added in a dialog, moved along by one press."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.bookings import rules
from crm.bookings.forms import NewFault, NewPart
from crm.bookings.models import Booking, Fault, Part
from crm.bookings.pages.asking import Ask, dialog
from crm.bookings.pages.finding import booking_of, message
from crm.ui import answers


@dialog("bookings.edit")
def part(data: Any, booking: Booking, by: Staff) -> Ask:
    """The repair takes this part."""
    form = NewPart(data)
    return Ask(
        form,
        lambda: rules.add_part(booking, rules.NewPart(**form.cleaned_data), by=by),
        title=_("A part for this repair"),
        action=_("Add the part"),
        word=_("Added."),
    )


@may("bookings.edit")
@require_POST
def part_step(request: HttpRequest, pk: UUID, part_id: UUID, to: str) -> HttpResponse:
    """Ordered, arrived, fitted, sent back."""
    booking, by = booking_of(request, pk), person(request)
    if to not in Part.Status.values:
        raise Http404
    part = get_object_or_404(booking.parts, pk=part_id)
    words = {"part": part.name, "status": str(Part.Status(to).label).lower()}
    return answers.told(
        lambda: rules.move_part(part, to, by=by),
        _("%(part)s is %(status)s.") % words,
        booking=message(booking),
    )


@dialog("bookings.edit")
def fault(data: Any, booking: Booking, by: Staff) -> Ask:
    """Something seen on the device."""
    form = NewFault(data)
    return Ask(
        form,
        lambda: rules.find_fault(booking, by=by, **form.cleaned_data),
        title=_("Something else is wrong"),
        action=_("Write it down"),
        word=_("Written down; the device remembers it."),
    )


@may("bookings.edit")
@require_POST
def fault_decision(request: HttpRequest, pk: UUID, fault_id: UUID, to: str) -> HttpResponse:
    """Repaired after all, or not wanted."""
    booking, by = booking_of(request, pk), person(request)
    if to not in Fault.Decision.values:
        raise Http404
    fault = get_object_or_404(booking.faults, pk=fault_id)
    return answers.told(
        lambda: rules.decide_fault(fault, to, by=by),
        _("%(fault)s: %(decision)s.")
        % {"fault": fault.what, "decision": str(Fault.Decision(to).label).lower()},
        booking=message(booking),
    )
