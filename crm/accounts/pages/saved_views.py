"""Keeping a list's filters under a name. The lists themselves show them (see `SavedView.on`)."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.accounts import rules
from crm.accounts.may import person, signed_in
from crm.accounts.models import SavedView
from crm.accounts.pages import answers


class View(forms.Form):
    page = forms.SlugField(max_length=60)
    name = forms.CharField(max_length=80)
    query = forms.CharField(max_length=2000, required=False)
    is_shared = forms.BooleanField(required=False)

    def clean_query(self) -> dict[str, list[str]]:
        """`?band=hot&source=PHONE` as data, so that a stored view never is a URL."""
        parsed = QueryDict(self.cleaned_data["query"].lstrip("?").replace("%00", ""))
        return {key: [str(value) for value in parsed.getlist(key)] for key in parsed}


@signed_in
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    by = person(request)
    form = View(request.POST)
    if not form.is_valid():
        return HttpResponse(_("Give the view a name."), status=422, content_type="text/plain")
    answers.told(request, lambda: rules.save_view(**form.cleaned_data, by=by), _("Saved."))
    return _back(request)


@signed_in
@require_POST
def forget(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = person(request)
    view = get_object_or_404(SavedView.objects.visible_to(by), pk=pk)
    answers.told(request, lambda: rules.forget_view(view, by=by), _("The view is removed."))
    return _back(request)


def _back(request: HttpRequest) -> HttpResponse:
    """To the list they were looking at."""
    back = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(back if is_ours else "/")
