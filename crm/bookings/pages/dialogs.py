"""Dialogs of a repair's page: each asks what its rule needs, then carries it out."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.accounts.may import may, person
from crm.bookings import rules
from crm.bookings.config import bookings_config
from crm.bookings.forms import Back, Bench, Completion, Promised, Rated, Reason
from crm.bookings.models import Booking
from crm.bookings.pages.finding import booking_of, changed
from crm.lib import clock
from crm.ui import answers


@may("bookings.edit")
@require_http_methods(["GET", "POST"])
def promise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the customer a date, or another one and say why it moved."""
    booking, by = booking_of(request, pk), person(request)
    suggested = bookings_config().suggested_promise(booking.urgency_level, clock.now())
    form = Promised(request.POST or None, suggested=suggested, is_first=booking.promised_at is None)
    return asked(
        request,
        booking,
        form,
        lambda: rules.promise(booking, by=by, **form.cleaned_data),
        title=_("When will it be ready?"),
        action=_("Promise it"),
        word=_("Promised. The bench warns before it breaks."),
    )


@may("bookings.edit")
@require_http_methods(["GET", "POST"])
def cancellation(request: HttpRequest, pk: UUID) -> HttpResponse:
    booking, by = booking_of(request, pk), person(request)
    form = Reason(request.POST or None)
    return asked(
        request,
        booking,
        form,
        lambda: rules.cancel(booking, by=by, **form.cleaned_data),
        title=_("Cancel this repair?"),
        action=_("Cancel the repair"),
        word=_("%(reference)s is cancelled.") % {"reference": booking.reference},
        danger=True,
    )


@may("bookings.refund")
@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, pk: UUID) -> HttpResponse:
    booking, by = booking_of(request, pk), person(request)
    form = Reason(request.POST or None)
    return asked(
        request,
        booking,
        form,
        lambda: rules.refund(booking, by=by, **form.cleaned_data),
        title=_("Mark as refunded?"),
        action=_("Mark as refunded"),
        word=_("%(reference)s is marked as refunded.") % {"reference": booking.reference},
        danger=True,
    )


@may("bookings.edit")
@require_http_methods(["GET", "POST"])
def completion(request: HttpRequest, pk: UUID) -> HttpResponse:
    booking, by = booking_of(request, pk), person(request)
    form = Completion(request.POST or None, initial={"final_price": booking.price})
    return asked(
        request,
        booking,
        form,
        lambda: rules.complete(booking, by=by, **form.cleaned_data),
        title=_("Complete the repair"),
        action=_("Complete it"),
        word=_("%(reference)s is complete; its warranty has begun.")
        % {"reference": booking.reference},
    )


@may("bookings.assign")
@require_http_methods(["GET", "POST"])
def assignment(request: HttpRequest, pk: UUID) -> HttpResponse:
    booking, by = booking_of(request, pk), person(request)
    form = Bench(request.POST or None, booking=booking)
    return asked(
        request,
        booking,
        form,
        lambda: rules.assign(booking, form.cleaned_data["assigned_technician"], by=by),
        title=_("Whose bench?"),
        action=_("Give it to them"),
        word=_("Done."),
    )


@may("bookings.edit")
@require_http_methods(["GET", "POST"])
def rating(request: HttpRequest, pk: UUID) -> HttpResponse:
    booking, by = booking_of(request, pk), person(request)
    form = Rated(request.POST or None)

    def rate() -> Booking:
        return rules.rate(booking, rules.Rating(**form.cleaned_data), by=by)

    return asked(
        request,
        booking,
        form,
        rate,
        title=_("What did they say?"),
        action=_("Keep it"),
        word=_("Kept."),
    )


@may("bookings.create")
@require_http_methods(["GET", "POST"])
def warranty_return(request: HttpRequest, pk: UUID) -> HttpResponse:
    """It came back: a repair at no charge that belongs to the first job."""
    booking, by = booking_of(request, pk), person(request)
    suggested = bookings_config().suggested_promise(booking.urgency_level, clock.now())
    form = Back(request.POST or None, initial={"promised_at": suggested})

    def take_back() -> Booking:
        problem, due = (form.cleaned_data[name] for name in ("problem_description", "promised_at"))
        return rules.warranty_return(booking, problem=problem, promised_at=due, by=by)

    back = answers.carried_out(form, take_back)
    if back is not None:
        return HttpResponse(headers={"HX-Redirect": reverse("booking", args=[back.pk])})
    return _dialog(
        request,
        booking,
        form,
        title=_("Back under warranty"),
        action=_("Book it in, free of charge"),
    )


def asked(
    request: HttpRequest,
    booking: Booking,
    form: forms.Form,
    rule: Callable[[], object],
    *,
    word: str,
    **shown: Any,
) -> HttpResponse:
    """Ask in a dialog, then carry out the rule; a refusal stands beside its field."""
    if answers.carried_out(form, rule):
        return changed(booking, word)
    return _dialog(request, booking, form, **shown)


def _dialog(request: HttpRequest, booking: Booking, form: forms.Form, **shown: Any) -> HttpResponse:
    page = {"booking": booking, "form": form, **shown}
    return render(request, "bookings/dialog.html", page, status=answers.status(form))
