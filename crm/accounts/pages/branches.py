"""Settings, Branches: the shops of the business."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms.models import model_to_dict
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.accounts import rules
from crm.accounts.may import may, person
from crm.accounts.models import Branch
from crm.accounts.pages import answers


class Details(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)
    phone = forms.CharField(label=gettext_lazy("Phone"), max_length=32, required=False)
    email = forms.EmailField(label=gettext_lazy("Email"), max_length=254, required=False)
    address = forms.CharField(
        label=gettext_lazy("Address"), max_length=500, required=False, widget=forms.Textarea
    )


class ChangedDetails(Details):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


@may("settings.view")
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    seen = Branch.objects.visible_to(person(request)).order_by("-is_active", "name")
    return render(request, "accounts/branches.html", {"branches": seen})


@may("settings.edit")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    by = person(request)
    form = Details(request.POST or None)
    if form.is_bound and answers.succeeds(
        form, lambda: rules.open_branch(**form.cleaned_data, by=by)
    ):
        messages.success(request, _("The branch is open."))
        return redirect("branches")
    return render(request, "accounts/branch.html", {"form": form}, status=answers.status(form))


@may("settings.edit")
@require_http_methods(["GET", "POST"])
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = person(request)
    branch = get_object_or_404(Branch.objects.visible_to(by), pk=pk)
    form = ChangedDetails(request.POST or None, initial=model_to_dict(branch))
    form.initial["version"] = branch.version
    if form.is_bound and answers.succeeds(
        form, lambda: rules.change_branch(branch, **form.cleaned_data, by=by)
    ):
        messages.success(request, _("Saved."))
        return redirect("branches")
    page = {"form": form, "branch": branch}
    return render(request, "accounts/branch.html", page, status=answers.status(form))


@may("settings.edit")
@require_POST
def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = person(request)
    branch = get_object_or_404(Branch.objects.visible_to(by), pk=pk)
    answers.told(request, lambda: rules.close_branch(branch, by=by), _("The branch is closed."))
    return redirect("branches")


@may("settings.edit")
@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = person(request)
    branch = get_object_or_404(Branch.objects.visible_to(by), pk=pk)
    answers.told(request, lambda: rules.reopen_branch(branch, by=by), _("The branch is open."))
    return redirect("branches")
