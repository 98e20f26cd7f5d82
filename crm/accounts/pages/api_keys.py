"""Settings, API keys: what programs may come in, and as what."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.accounts import rules
from crm.accounts.config import permissions
from crm.accounts.may import may, person
from crm.accounts.models import ApiKey, Staff
from crm.accounts.pages import answers
from crm.accounts.pages.team_forms import Place


class NewKey(Place):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("What will use it: “Booking form”, “Nightly export”."),
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("Only these permissions"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Tick none for everything the role may do."),
    )
    version = None  # type: ignore[assignment]  # nothing to be stale about yet
    field_order = ["name", "role", "branches", "scopes"]

    def __init__(self, data: Any, *, by: Staff) -> None:
        super().__init__(data, by=by)
        self.fields["branches"].help_text = gettext_lazy(
            "Tick some to keep the key to them, whatever its role sees."
        )
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (key, words) for key, words in permissions().permissions.items() if by.can(key)
        ]

    def clean_scopes(self) -> list[str] | None:
        return self.cleaned_data["scopes"] or None


@may("staff.manage")
@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    page = {"keys": _keys(request), "roles": permissions().roles}
    return render(request, "accounts/api_keys.html", page)


@may("staff.manage")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Issue a key; it is shown once."""
    by = person(request)
    form = NewKey(request.POST or None, by=by)
    if form.is_bound:
        made = answers.carried_out(form, lambda: rules.issue_key(**form.cleaned_data, by=by))
        if made:
            page = {"secret": made[1], "name": made[0].staff.name}
            return render(request, "accounts/key_issued.html", page, status=201)
    return render(request, "accounts/key_new.html", {"form": form}, status=answers.status(form))


@may("staff.manage")
@require_POST
def revoke(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = person(request)
    key = get_object_or_404(_keys(request), pk=pk)
    answers.told(request, lambda: rules.revoke_key(key, by=by), _("The key no longer works."))
    return redirect("api-keys")


def _keys(request: HttpRequest) -> Any:
    return ApiKey.objects.visible_to(person(request)).select_related("staff", "issued_by")
