"""Today: what to do first when the shop opens, and the numbers beside the menu."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person, signed_in
from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.dashboard import due
from crm.dashboard.repairs import running_late, to_tell
from crm.integrations.health import troubled
from crm.integrations.models import Approval
from crm.interactions import due as promises
from crm.leads.cards import cards
from crm.leads.later import CHOICES
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.business import business
from crm.lib.paging import capped_count

NOON, EVENING = 12, 18


@signed_in
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    page = _page(request) | {"troubled": troubled(person(request))}
    return render(request, "dashboard/today.html", page)


@may("leads.view")
@require_safe
def tasks(request: HttpRequest) -> HttpResponse:
    """The page without its frame: fetched again whenever a lead changes."""
    return render(request, "dashboard/tasks.html", _page(request))


@signed_in
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    """The numbers beside the menu's entries."""
    staff = person(request)
    numbers: dict[str, int] = {}
    tonight = promises.midnight()
    asked: dict[str, dict[str, Any]] = {
        "today": {"before": tonight},
        "follow-ups": {"whose": promises.MINE, "before": tonight},
    }
    numbers |= promises.counts(staff, asked)
    if staff.can("leads.view"):
        numbers["leads"] = capped_count(Lead.objects.visible_to(staff).active())
    if staff.can("bookings.view"):
        numbers["bench"] = capped_count(Booking.objects.visible_to(staff).open())
    if staff.can("approvals.decide"):
        numbers["approvals"] = capped_count(Approval.objects.visible_to(staff).waiting())
    return render(request, "ui/components/nav_counts.html", {"counts": numbers})


def _page(request: HttpRequest) -> dict[str, Any]:
    staff = person(request)
    page: dict[str, Any] = {
        "greeting": greeting(staff),
        "sees_approvals": staff.can("approvals.decide"),
        "sees_leads": staff.can("leads.view"),
        "may_edit": staff.can("leads.edit"),
        "later": CHOICES,
        **promises.rights(staff),
        "to_tell": to_tell(staff),
        "may_tell": staff.can("bookings.edit"),
        "running_late": running_late(staff),
    }
    if not page["sees_leads"]:
        return page
    found = due.today(staff)
    page["today"] = found
    page["sections"] = [
        (_("Yours, overdue"), found.mine_overdue),
        (_("Overdue with others"), found.others_overdue),
        (_("Later today"), found.later),
    ]
    page["unanswered"] = cards(found.unanswered, to=staff)
    page["came_back"] = cards(found.came_back, to=staff)
    return page


def greeting(staff: Staff) -> str:
    """By the clock on the shop's wall."""
    hour = clock.now().astimezone(business().zone).hour
    name = {"name": staff.name.split(" ")[0]}
    if hour < NOON:
        return _("Good morning, %(name)s") % name
    return (_("Good afternoon, %(name)s") if hour < EVENING else _("Good evening, %(name)s")) % name
