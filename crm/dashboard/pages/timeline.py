"""The story of a lead or a customer, as a fragment their pages fetch."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person, signed_in
from crm.dashboard.stories import part_of_story
from crm.lib.problem import refused
from crm.lib.refusal import Refusal


@signed_in
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """`?about=lead:<id>`, narrowed by `kind`; `before` is where the older part begins."""
    return _part(request, request.GET.get("about", ""))


@may("customers.view_own")
@require_safe
def of_customer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first tab of a customer's page, when somebody comes back to it."""
    return _part(request, f"customer:{pk}")


def _part(request: HttpRequest, about: str) -> HttpResponse:
    kind, before = request.GET.get("kind", ""), request.GET.get("before")
    try:
        page = part_of_story(about, to=person(request), kind=kind, before=before)
    except Refusal as refusal:
        return refused(refusal)
    return render(request, f"dashboard/timeline{'_lines' if before else ''}.html", page)
