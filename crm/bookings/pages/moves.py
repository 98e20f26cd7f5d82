"""One press moves a repair: to its next status, to a bench, to its owner."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.accounts.may import may, person
from crm.bookings import rules
from crm.bookings.bench import NOBODY, uuid_of
from crm.bookings.config import bookings_config
from crm.bookings.finding import worker_at
from crm.bookings.models import Status
from crm.bookings.pages.finding import booking_of, message, version_of
from crm.lib.problem import problem, refused
from crm.lib.refusal import Refusal
from crm.ui import answers


@may("bookings.edit")
@require_POST
def status(request: HttpRequest, pk: UUID, to: str) -> HttpResponse:
    """Into another column of the board."""
    if to not in Status.values:
        raise Http404
    booking, by = booking_of(request, pk), person(request)
    words = {"reference": booking.reference, "status": bookings_config().statuses[Status(to)].label}
    return answers.told(
        lambda: rules.change_status(booking, to, by=by, version=version_of(request)),
        _("%(reference)s: %(status)s.") % words,
        booking=message(booking),
    )


@may("bookings.edit")
@require_POST
def bench(request: HttpRequest, pk: UUID, to: str) -> HttpResponse:
    """Onto somebody's bench, or nobody's. Taking a free job is everybody's right."""
    booking, by = booking_of(request, pk), person(request)
    if to == str(by.pk):
        return _claimed(request, pk)
    if not by.can("bookings.assign"):
        return problem(403, _("Your role does not include giving repairs to somebody."))
    try:
        who = None if to == NOBODY else worker_at(booking.branch_id, uuid_of(to) or UUID(int=0))
    except Refusal as refusal:
        return refused(refusal)
    word = (
        _("%(reference)s is with %(who)s now.") if who else _("%(reference)s is with nobody now.")
    )
    return answers.told(
        lambda: rules.assign(booking, who, by=by),
        word % {"reference": booking.reference, "who": who},
        booking=message(booking),
    )


@may("bookings.edit")
@require_POST
def claim(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _claimed(request, pk)


@may("bookings.edit")
@require_POST
def collection(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The device is back with its owner."""
    booking, by = booking_of(request, pk), person(request)
    return answers.told(
        lambda: rules.collect(booking, by=by, version=version_of(request)),
        _("%(reference)s is with its owner. Thank you!") % {"reference": booking.reference},
        booking=message(booking),
    )


@may("bookings.edit")
@require_POST
def told(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The customer knows that it is ready."""
    booking, by = booking_of(request, pk), person(request)
    return answers.told(
        lambda: rules.tell(booking, by=by),
        _("Noted: they know that %(reference)s is ready.") % {"reference": booking.reference},
        booking=message(booking),
    )


def _claimed(request: HttpRequest, pk: UUID) -> HttpResponse:
    booking, by = booking_of(request, pk), person(request)
    return answers.told(
        lambda: rules.claim(booking, by=by),
        _("%(reference)s is on your bench.") % {"reference": booking.reference},
        booking=message(booking),
    )
