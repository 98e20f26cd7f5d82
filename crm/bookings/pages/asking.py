"""The one shape of a repair's dialogs: asked first, carried out then, refused beside the field."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.bookings.pages.finding import booking_of, changed
from crm.ui import answers


@dataclass(frozen=True)
class Ask:
    """What a dialog asks, and the rule that its valid form carries out."""

    form: forms.Form
    rule: Callable[[], Any]
    title: str
    action: str
    word: str = ""
    is_danger: bool = False
    then: Callable[[Any], HttpResponse] | None = None


Asking = Callable[[Any, Booking, Staff], Ask]
View = Callable[[HttpRequest, UUID], HttpResponse]


def dialog(permission: str) -> Callable[[Asking], View]:
    """A dialog for whoever may: the function gets what was sent (None at first), the repair and
    who is asking. Done, it says `word` and the page shows the repair anew, unless `then` answers.
    """

    def decorate(ask: Asking) -> View:
        @may(permission)
        @require_http_methods(["GET", "POST"])
        @wraps(ask)
        def view(request: HttpRequest, pk: UUID) -> HttpResponse:
            booking = booking_of(request, pk)
            asked = ask(request.POST or None, booking, person(request))
            done = answers.carried_out(asked.form, asked.rule)
            if done:
                return asked.then(done) if asked.then else changed(booking, asked.word)
            page = {"booking": booking, "form": asked.form, "ask": asked}
            return render(request, "bookings/dialog.html", page, status=answers.status(asked.form))

        return view

    return decorate
