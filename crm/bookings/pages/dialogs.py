"""Dialogs of a repair's page: each asks what its rule needs, then carries it out."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.models import Staff
from crm.bookings import rules
from crm.bookings.config import bookings_config
from crm.bookings.forms import Back, Bench, Completion, Promised, Rated, Reason
from crm.bookings.models import Booking
from crm.bookings.pages.asking import Ask, dialog
from crm.lib import clock


@dialog("bookings.edit")
def promise(data: Any, booking: Booking, by: Staff) -> Ask:
    """Give the customer a date, or another one and say why it moved."""
    suggested = bookings_config().suggested_promise(booking.urgency_level, clock.now())
    form = Promised(data, suggested=suggested, is_first=booking.promised_at is None)
    return Ask(
        form,
        lambda: rules.promise(booking, by=by, **form.cleaned_data),
        title=_("When will it be ready?"),
        action=_("Promise it"),
        word=_("Promised. The bench warns before it breaks."),
    )


@dialog("bookings.edit")
def cancellation(data: Any, booking: Booking, by: Staff) -> Ask:
    form = Reason(data)
    return Ask(
        form,
        lambda: rules.cancel(booking, by=by, **form.cleaned_data),
        title=_("Cancel this repair?"),
        action=_("Cancel the repair"),
        word=_("%(reference)s is cancelled.") % {"reference": booking.reference},
        is_danger=True,
    )


@dialog("bookings.refund")
def refund(data: Any, booking: Booking, by: Staff) -> Ask:
    form = Reason(data)
    return Ask(
        form,
        lambda: rules.refund(booking, by=by, **form.cleaned_data),
        title=_("Mark as refunded?"),
        action=_("Mark as refunded"),
        word=_("%(reference)s is marked as refunded.") % {"reference": booking.reference},
        is_danger=True,
    )


@dialog("bookings.edit")
def completion(data: Any, booking: Booking, by: Staff) -> Ask:
    form = Completion(data, initial={"final_price": booking.price})
    return Ask(
        form,
        lambda: rules.complete(booking, by=by, **form.cleaned_data),
        title=_("Complete the repair"),
        action=_("Complete it"),
        word=_("%(reference)s is complete; its warranty has begun.")
        % {"reference": booking.reference},
    )


@dialog("bookings.assign")
def assignment(data: Any, booking: Booking, by: Staff) -> Ask:
    form = Bench(data, booking=booking)
    return Ask(
        form,
        lambda: rules.assign(booking, form.cleaned_data["assigned_technician"], by=by),
        title=_("Whose bench?"),
        action=_("Give it to them"),
        word=_("Done."),
    )


@dialog("bookings.edit")
def rating(data: Any, booking: Booking, by: Staff) -> Ask:
    form = Rated(data)

    def rate() -> Booking:
        return rules.rate(booking, rules.Rating(**form.cleaned_data), by=by)

    return Ask(
        form,
        rate,
        title=_("What did they say?"),
        action=_("Keep it"),
        word=_("Kept."),
    )


@dialog("bookings.create")
def warranty_return(data: Any, booking: Booking, by: Staff) -> Ask:
    """It came back: a repair at no charge that belongs to the first job."""
    suggested = bookings_config().suggested_promise(booking.urgency_level, clock.now())
    form = Back(data, initial={"promised_at": suggested})

    def take_back() -> Booking:
        problem, due = (form.cleaned_data[name] for name in ("problem_description", "promised_at"))
        return rules.warranty_return(booking, problem=problem, promised_at=due, by=by)

    return Ask(
        form,
        take_back,
        title=_("Back under warranty"),
        action=_("Book it in, free of charge"),
        then=lambda back: HttpResponse(headers={"HX-Redirect": reverse("booking", args=[back.pk])}),
    )
