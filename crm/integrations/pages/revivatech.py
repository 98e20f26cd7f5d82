"""The page of the RevivaTech website: how it goes, what came in, how to connect it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.accounts import rules as accounts
from crm.accounts.may import may, person
from crm.accounts.models import ApiKey, Staff
from crm.integrations import health, revivatech, senders
from crm.integrations.config import integrations
from crm.integrations.models import Delivery
from crm.integrations.rules import branch_of
from crm.lib import paging
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

A_PAGE = 30
KEY_NAME = "RevivaTech website"


@may("integrations.view")
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Figures, deliveries by outcome, and the way to connect."""
    staff = person(request)
    wanted = request.GET.get("outcome", "")
    found = Delivery.objects.visible_to(staff).filter(source=revivatech.SOURCE).defer("headers")
    if wanted in Delivery.Outcome.values:
        found = found.filter(outcome=wanted)
    try:
        page = paging.page(
            found, order=["-received_at", "-id"], limit=A_PAGE, cursor=request.GET.get("cursor")
        )
    except Refusal as refusal:
        return refused(refusal)
    shown = {"page": page, "wanted": wanted}
    if request.GET.get("cursor"):
        return render(request, "integrations/delivery_rows.html", shown)
    return render(
        request,
        "integrations/revivatech.html",
        shown | _figures(staff) | {"filters": _filters(wanted), "setup": _setup(staff)},
    )


@may("integrations.view")
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures again, while somebody watches."""
    return render(request, "integrations/figures.html", _figures(person(request)))


@may("integrations.manage")
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """A key that may deliver and nothing else, shown once."""
    staff = person(request)
    try:
        _key, secret = accounts.issue_key(
            name=KEY_NAME, role=staff.role, scopes=[senders.RECEIVE], by=staff
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("revivatech")
    setup = _setup(staff)
    return render(request, "integrations/key.html", {"secret": secret, "setup": setup}, status=201)


def _figures(staff: Staff) -> dict[str, Any]:
    return {
        "health": health.of(revivatech.SOURCE, staff),
        "has_key": senders.is_configured() or _keys().exists(),
        "days": health.DAYS,
    }


def _keys() -> Any:
    return ApiKey.objects.usable().filter(staff__scopes__contains=[senders.RECEIVE])


def _filters(wanted: str) -> list[dict[str, Any]]:
    page = reverse("revivatech")
    every = {"label": _("All"), "href": page, "current": wanted not in Delivery.Outcome.values}
    return [every] + [
        {"label": label, "href": f"{page}?outcome={value}", "current": value == wanted}
        for value, label in Delivery.Outcome.choices
    ]


def _setup(staff: Staff) -> dict[str, Any]:
    """What the website's developer needs to know."""
    base = settings.BASE_URL
    wanted = integrations().revivatech.branch
    branch = branch_of(wanted)
    return {
        "address": f"{base}/webhooks",
        "health": f"{base}/webhooks/health",
        "endpoints": list(revivatech.ENDPOINTS),
        "branch": branch,
        "misspelt": wanted if wanted != branch.slug else "",
        "automatic": integrations().revivatech.auto_approve,
        "may_make_key": staff.can("integrations.manage") and staff.can("staff.manage"),
    }
