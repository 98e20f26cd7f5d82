"""Pairs who may be one person, side by side, waiting for somebody's word."""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.customers import rules
from crm.customers.models import Customer, Duplicate, Merge
from crm.lib.paging import capped_count, page
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.ui.templatetags._values import day, phone

PER_PAGE = 10
LATELY = 5


@dataclass(frozen=True)
class Line:
    """One fact of both. The same on both sides is quiet; what differs stands out."""

    label: str
    first: str
    second: str

    @property
    def is_shared(self) -> bool:
        return self.first.casefold() == self.second.casefold()


@dataclass(frozen=True)
class Pair:
    duplicate: Duplicate

    @property
    def keep(self) -> UUID:
        """Whom we have known longer is kept, unless somebody says otherwise."""
        both = (self.duplicate.first, self.duplicate.second)
        return min(both, key=lambda customer: (customer.acquisition_date, customer.pk)).pk

    @property
    def lines(self) -> list[Line]:
        first, second = _facts(self.duplicate.first), _facts(self.duplicate.second)
        lines = [Line(label, first[label], second[label]) for label in first]
        return [line for line in lines if line.first or line.second]


@may("customers.merge")
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Those that wait, the surest first; `cursor` brings the next few as a fragment."""
    staff = person(request)
    try:
        shown = waiting(staff, cursor=request.GET.get("cursor"))
    except Refusal as refusal:
        return refused(refusal)
    if "cursor" in request.GET and request.headers.get("HX-Request"):
        return render(request, "customers/pairs.html", shown)
    return render(request, "customers/duplicates.html", shown)


@may("customers.merge")
@require_POST
def decision(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Same person (`keep` names who is left), same household, or different."""
    staff = person(request)
    pair = get_object_or_404(Duplicate.objects.visible_to(staff), pk=pk)
    try:
        word = _decide(pair, request.POST.get("decision", ""), request.POST.get("keep"), staff)
    except Refusal as refusal:
        return refused(refusal)
    if not request.headers.get("HX-Request"):
        return redirect("duplicates")
    answer = render(request, "customers/queue.html", waiting(staff))
    answer["HX-Trigger"] = json.dumps({"toast": {"text": word, "tone": "success"}})
    return answer


def waiting(staff: Staff, *, cursor: str | None = None) -> dict[str, Any]:
    """What the fragment of pairs needs, and what was merged lately below it."""
    rows = Duplicate.objects.visible_to(staff).waiting()
    both = rows.select_related("first", "second")
    found = page(both, order=("-score", "id"), limit=PER_PAGE, cursor=cursor)
    merged = Merge.objects.visible_to(staff).in_force().select_related("survivor", "loser")
    return {
        "pairs": [Pair(duplicate) for duplicate in found.items],
        "more": found.next_cursor,
        "number": capped_count(rows),
        "lately": merged.order_by("-merged_at", "-id")[:LATELY],
    }


def _decide(pair: Duplicate, decision: str, keep: str | None, staff: Staff) -> str:
    if decision == Duplicate.Decision.SAME_PERSON:
        both = {str(one.pk): one for one in (pair.first, pair.second)}
        if keep not in both:
            raise Refusal(_("Say which of the two to keep."), field="keep", status=422)
        merge = rules.same_person(pair, keep=both[keep], by=staff)
        names = {"loser": merge.loser.name, "survivor": merge.survivor.name}
        return _("%(loser)s is part of %(survivor)s now. It can be undone below.") % names
    if decision == Duplicate.Decision.SAME_HOUSEHOLD:
        rules.same_household(pair, by=staff)
        return _("They live together, and stay two people.")
    if decision == Duplicate.Decision.DIFFERENT:
        rules.tell_apart(pair, by=staff)
        return _("Two different people. They will not be offered again.")
    raise Refusal(_("Say who they are."), field="decision", status=422)


def _facts(customer: Customer) -> dict[str, str]:
    place = customer.address
    where = (place.get("line1"), place.get("city"), place.get("postcode"))
    return {
        _("Company"): customer.company,
        _("Phone"): phone(customer.phone),
        _("Email"): customer.email,
        _("Address"): ", ".join(str(part) for part in where if part),
        _("Tags"): ", ".join(customer.tags),
        _("Came by"): customer.source_label,
        _("Customer since"): day(customer.acquisition_date),
    }
