"""Deciding: approve, join with somebody we know, or reject with a reason."""

import json
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.customers import matching
from crm.customers.models import Customer
from crm.customers.search import search
from crm.integrations import rules
from crm.integrations.models import Approval
from crm.integrations.pages.approvals import in_queue
from crm.integrations.queue import Card
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.lib.typed import typed

MOST_AT_ONCE = 20
FOUND = 8


@may("approvals.decide")
@require_http_methods(["GET", "POST"])
def approval(request: HttpRequest) -> HttpResponse:
    """GET asks who they are; POST approves, into the customer chosen or as the rule finds."""
    staff = person(request)
    if request.method == "GET":
        card = Card(_chosen(request, staff))
        return render(request, "integrations/approve.html", {"card": card, **_known(card, staff)})
    into = request.POST.get("into")
    customer = get_object_or_404(Customer.objects.visible_to(staff), pk=_id(into)) if into else None
    chosen = _chosen(request, staff)
    try:
        rules.approve_together(chosen, by=staff, into=customer)
    except Refusal as refusal:
        return refused(refusal)
    return _done(request, staff, _("Approved: %(who)s.") % {"who": Card(chosen).who})


@may("approvals.decide")
@require_http_methods(["GET", "POST"])
def rejection(request: HttpRequest) -> HttpResponse:
    """GET asks for the reason; POST rejects with it."""
    staff = person(request)
    chosen = _chosen(request, staff)
    if request.method == "GET":
        return render(request, "integrations/reject.html", {"card": Card(chosen)})
    try:
        rules.reject_together(chosen, typed(request.POST, "reason", longest=255), by=staff)
    except Refusal as refusal:
        return refused(refusal)
    word = ngettext("Rejected.", "Rejected, %(n)d in all.", len(chosen)) % {"n": len(chosen)}
    return _done(request, staff, word)


@may("approvals.decide")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Customers whom what was typed may mean."""
    text = typed(request.GET, "q")
    found = search(text, to=person(request), enough=FOUND)
    return render(request, "integrations/people.html", {"found": found, "typed": text})


def _known(card: Card, staff: Staff) -> dict[str, object]:
    """Who the rule would choose by itself, and who else it could be."""
    matches = matching.find(name=card.who, email=card.email, phone=card.phone)
    visible = Customer.objects.visible_to(staff).in_bulk([match.customer.pk for match in matches])
    certain = next((match for match in matches if match.is_certain), None)
    return {
        "certain": certain,
        "certain_is_visible": certain is not None and certain.customer.pk in visible,
        "others": [
            match for match in matches if match is not certain and match.customer.pk in visible
        ],
    }


def _chosen(request: HttpRequest, staff: Staff) -> list[Approval]:
    """The approvals named, all of them visible to this person; otherwise nothing is there."""
    given = request.POST if request.method == "POST" else request.GET
    ids = {_id(text) for text in given.getlist("ids")[:MOST_AT_ONCE]}
    known = [each for each in ids if each is not None]
    found = list(Approval.objects.visible_to(staff).filter(pk__in=known).urgent_first())
    if not found or len(found) != len(ids):
        raise Http404
    return found


def _done(request: HttpRequest, staff: Staff, word: str) -> HttpResponse:
    if not getattr(request, "htmx", None):
        return redirect("approvals")
    answer = render(request, "integrations/queue.html", in_queue(staff))
    answer["HX-Trigger"] = json.dumps(
        {"toast": {"text": word, "tone": "success"}, "close-dialog": True}
    )
    return answer


def _id(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
