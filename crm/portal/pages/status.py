"""Where a repair stands, for whoever has the customer's link."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.accounts import limits
from crm.accounts.may import public
from crm.accounts.models import Branch
from crm.lib import clock
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.portal import rules
from crm.portal.hours import opening_words, week
from crm.portal.progress import progress


@public
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The repair in plain words; a link that opens nothing says whom to ask instead."""
    try:
        limits.limit(request, "repair-status", rate="120/10m")
    except Refusal as refusal:
        return refused(refusal)
    booking = rules.opened_by(token)
    page = {
        "booking": booking,
        "branch": booking.branch if booking else Branch.objects.active().first(),
        "progress": progress(booking) if booking else None,
        "now": clock.now(),
        "opening": opening_words(),
        "week": week(),
    }
    name = "portal/status.html" if booking else "portal/status_unknown.html"
    return _secret(render(request, name, page, status=200 if booking else 404))


def _secret(response: HttpResponse) -> HttpResponse:
    """The address is the key: it is kept out of caches, search engines and other sites' logs."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response
