"""What waits for somebody's word, as a page and as a fragment for Today."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.integrations.models import Approval
from crm.integrations.queue import cards
from crm.lib import paging
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

ON_TODAY = 3
A_PAGE = 30


@may("approvals.decide")
@require_safe
def approvals(request: HttpRequest) -> HttpResponse:
    """The queue, urgent first."""
    return render(request, "integrations/approvals.html", in_queue(person(request)) | tabs("queue"))


@may("approvals.decide")
@require_safe
def queue(request: HttpRequest) -> HttpResponse:
    """The queue again, when something has come in or was decided."""
    return render(request, "integrations/queue.html", in_queue(person(request)))


@may("approvals.decide")
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """How many wait, and the most urgent: for Today."""
    staff = person(request)
    page = {
        "number": Approval.objects.visible_to(staff).waiting().count(),
        "cards": cards(staff)[:ON_TODAY],
    }
    return render(request, "integrations/waiting.html", page)


@may("approvals.decide")
@require_safe
def decided(request: HttpRequest) -> HttpResponse:
    """Who decided what, latest first."""
    found = (
        Approval.objects.visible_to(person(request))
        .exclude(status=Approval.Status.WAITING)
        .select_related("decided_by", "customer", "lead")
    )
    try:
        page = paging.page(
            found, order=["-decided_at", "-id"], limit=A_PAGE, cursor=request.GET.get("cursor")
        )
    except Refusal as refusal:
        return refused(refusal)
    template = "decided_rows" if request.GET.get("cursor") else "decided"
    return render(request, f"integrations/{template}.html", {"page": page} | tabs("decided"))


def in_queue(staff: Staff) -> dict[str, Any]:
    """What the queue's template needs."""
    found = cards(staff)
    return {"cards": found, "number": sum(len(card.approvals) for card in found)}


def tabs(current: str) -> dict[str, Any]:
    places = {
        "queue": (_("Waiting"), "approvals"),
        "decided": (_("Decided"), "approvals-decided"),
    }
    return {
        "tabs": [
            {"label": label, "url": name, "current": key == current}
            for key, (label, name) in places.items()
        ]
    }
