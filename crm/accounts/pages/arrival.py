"""The page behind a link: the first owner, a new colleague, a forgotten password."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from crm.accounts import limits, rules
from crm.accounts.may import public
from crm.accounts.models import Invitation, Staff
from crm.accounts.pages import answers, sign_in
from crm.lib.refusal import Refusal

RATE = "120/h"


class NewPassword(forms.Form):
    password = forms.CharField(
        label=gettext_lazy("Password"),
        help_text=gettext_lazy("At least 10 characters. A short sentence is easy to remember."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class Person(NewPassword):
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Email"),
        max_length=254,
        help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    field_order = ["branch", "name", "email", "password"]


class Founder(Person):
    branch = forms.CharField(
        label=gettext_lazy("Name of your shop"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )


FORMS: dict[str, type[NewPassword]] = {
    Invitation.Purpose.FIRST_OWNER: Founder,
    Invitation.Purpose.JOIN: Person,
    Invitation.Purpose.RECOVER: NewPassword,
}


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Show who the link is for; once the form is sent, let them in."""
    try:
        limits.limit(request, "join", rate=RATE)
        invitation = rules.opened(token)
    except Refusal as refusal:
        if refusal.status == 429:  # noqa: PLR2004 - HTTP's own number
            return sign_in.too_often(request, refusal.message)
        ended = {"message": refusal.message}
        return render(request, "accounts/arrival_ended.html", ended, status=410)
    initial = {"name": invitation.name, "email": invitation.email}
    form = FORMS[invitation.purpose](request.POST or None, initial=initial)
    person = _arrived(form, invitation, token) if form.is_bound else None
    if person is not None:
        return _let_in(request, person, invitation)
    page: dict[str, Any] = {"form": form, "invitation": invitation}
    return render(request, "accounts/arrival.html", page, status=answers.status(form))


def _arrived(form: NewPassword, invitation: Invitation, token: str) -> Staff | None:
    verbs: dict[str, Any] = {
        Invitation.Purpose.FIRST_OWNER: rules.found,
        Invitation.Purpose.JOIN: rules.join,
        Invitation.Purpose.RECOVER: rules.recover,
    }
    verb = verbs[invitation.purpose]
    return answers.carried_out(form, lambda: verb(token, **form.cleaned_data))


def _let_in(request: HttpRequest, person: Staff, invitation: Invitation) -> HttpResponse:
    if invitation.purpose == Invitation.Purpose.RECOVER:
        # Their second factor still stands between a stolen link and the account.
        messages.success(request, _("Your password is changed. Sign in with it."))
        return redirect("account_login")
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    messages.success(request, _("Welcome, %(name)s.") % {"name": person.name})
    return redirect(settings.LOGIN_REDIRECT_URL)
