"""Settings, Activity: who did what, by person, kind and day."""

from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.accounts.models import ApiKey, Staff
from crm.activity.audit import ORDER, audit
from crm.dashboard.lines import lines
from crm.lib import paging
from crm.lib.business import business
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

A_PAGE = 50
KINDS = [
    ("", _("Everything")),
    ("lead", _("Leads")),
    ("interaction", _("Conversations")),
    ("customer", _("Customers")),
    ("lifecycle", _("Lifecycle")),
    ("consent", _("Consent")),
    ("approval", _("Approvals")),
    ("delivery", _("Deliveries")),
    ("staff", _("Staff")),
    ("api_key", _("API keys")),
    ("branch", _("Branches")),
    ("config", _("Configuration")),
]


class Narrowed(forms.Form):
    """What to show; everything when nothing is chosen."""

    person = forms.ModelChoiceField(
        label=_("Who"), queryset=Staff.objects.none(), required=False, empty_label=_("Anybody")
    )
    kind = forms.ChoiceField(label=_("What"), choices=KINDS, required=False)
    day = forms.DateField(
        label=_("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        # The calendar's own last day has no end that Python could tell.
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2200, 12, 31))],
    )

    def __init__(self, data: Any, *, to: Staff) -> None:
        super().__init__(data)
        chosen = self.fields["person"]
        assert isinstance(chosen, forms.ModelChoiceField)
        chosen.queryset = _actors(to)

    def between(self) -> tuple[datetime, datetime] | None:
        """The chosen day as the shop lives it."""
        day = self.cleaned_data["day"]
        if day is None:
            return None
        begins = datetime.combine(day, datetime.min.time(), business().zone)
        return begins, begins + timedelta(days=1)


@may("activity.view")
@require_safe
def activity(request: HttpRequest) -> HttpResponse:
    staff = person(request)
    form = Narrowed(request.GET, to=staff)
    if not form.is_valid():
        return render(request, "dashboard/audit.html", {"form": form}, status=422)
    found = audit(
        staff,
        actor=form.cleaned_data["person"] and form.cleaned_data["person"].pk,
        kind=form.cleaned_data["kind"],
        between=form.between(),
    )
    cursor = request.GET.get("cursor")
    try:
        page = paging.page(found, order=ORDER, limit=A_PAGE, cursor=cursor)
    except Refusal as refusal:
        return refused(refusal)
    shown = {"form": form, "lines": lines(page.items), "older": _older(request, page.next_cursor)}
    return render(request, f"dashboard/audit{'_lines' if cursor else ''}.html", shown)


def _actors(to: Staff) -> QuerySet[Staff]:
    """The people and keys this person may see, and those that belong to the whole business."""
    people = Q(pk__in=Staff.objects.visible_to(to).values("pk"))
    keys = Q(pk__in=ApiKey.objects.visible_to(to).values("staff"))
    everywhere = ~Q(kind__in=[Staff.Kind.PERSON, Staff.Kind.API_KEY])
    return Staff.objects.filter(people | keys | everywhere)


def _older(request: HttpRequest, cursor: str | None) -> str | None:
    return f"?{urlencode({**request.GET.dict(), 'cursor': cursor})}" if cursor else None
