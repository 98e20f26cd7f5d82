"""What everybody may arrange for themselves: name, look, hints."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from crm.accounts import rules
from crm.accounts.config import permissions
from crm.accounts.may import person, signed_in
from crm.accounts.pages import answers


class Name(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class Hint(forms.Form):
    hint = forms.SlugField(max_length=60)


@signed_in
@require_http_methods(["GET", "POST"])
def you(request: HttpRequest) -> HttpResponse:
    """Your name, your role and where you work."""
    staff = person(request)
    form = Name(request.POST or None, initial={"name": staff.name})
    if form.is_bound and answers.succeeds(
        form, lambda: rules.rename_self(staff, name=form.cleaned_data["name"])
    ):
        messages.success(request, _("Saved."))
        return redirect("you")
    role = permissions().role(staff.role)
    page = {
        "form": form,
        "role": role,
        "branches": staff.branches.order_by("name"),
        "allowed": [words for key, words in permissions().permissions.items() if staff.can(key)],
    }
    return render(request, "accounts/you.html", page, status=answers.status(form))


@signed_in
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark or as the screen is set; the page they were on comes back."""
    staff = person(request)
    answers.told(
        request, lambda: rules.set_theme(staff, request.POST.get("theme", "")), _("Saved.")
    )
    if request.headers.get("HX-Request") or request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if is_ours else "you")


@signed_in
@require_POST
def shortcuts(request: HttpRequest) -> HttpResponse:
    """One-letter keys on or off."""
    rules.set_shortcuts(person(request), on=request.POST.get("shortcuts") == "on")
    return HttpResponse(status=204)


@signed_in
@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """A hint was read; it does not come back on any screen."""
    form = Hint(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    rules.dismiss_hint(person(request), form.cleaned_data["hint"])
    return HttpResponse(status=204)
