"""Handing open work to a colleague: one's own, or that of somebody who is leaving."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from crm.accounts.may import may, person, signed_in
from crm.accounts.models import Staff
from crm.interactions import rules
from crm.ui import answers


class Colleague(forms.Form):
    """Who takes it."""

    to = forms.ModelChoiceField(label=gettext_lazy("Who takes it?"), queryset=Staff.objects.none())

    def __init__(self, data: object, *, giver: Staff, by: Staff) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        chosen = self.fields["to"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = Staff.objects.visible_to(by).active().exclude(pk=giver.pk)


@signed_in
@require_http_methods(["GET", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Before a holiday: what I have promised becomes a colleague's."""
    return _hand_over(request, person(request))


@may("staff.manage")
@require_http_methods(["GET", "POST"])
def theirs(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody leaves: nothing of theirs is forgotten."""
    found = Staff.objects.visible_to(person(request))
    return _hand_over(request, get_object_or_404(found, pk=pk))


def _hand_over(request: HttpRequest, giver: Staff) -> HttpResponse:
    """GET shows how much there is for whom; POST hands it over."""
    by = person(request)
    form = Colleague(request.POST or request.GET or None, giver=giver, by=by)
    if request.method == "POST":
        share = answers.carried_out(
            form, lambda: rules.hand_over(giver, form.cleaned_data["to"], by=by)
        )
        if share:
            word = _("Handed to %(name)s: %(leads)d leads, %(follow_ups)d follow-ups.")
            said = {"name": form.cleaned_data["to"], "leads": share.leads}
            return answers.done(word % (said | {"follow_ups": share.follow_ups}), lead={})
    page = {"form": form, "giver": giver, "everything": rules.share_of(giver, at=None)}
    if form.is_bound and form.is_valid():
        page["share"] = rules.share_of(giver, at=form.cleaned_data["to"])
    status = answers.status(form) if request.method == "POST" else 200
    return render(request, "interactions/hand_over.html", page, status=status)
