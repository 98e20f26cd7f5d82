"""Settings, Health: is everything that follows from an event being done?"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.activity import health as figures
from crm.activity import parking
from crm.dashboard.lines import lines
from crm.integrations.health import troubled
from crm.lib import config
from crm.lib.refusal import Refusal


@may("settings.view")
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """How far behind the log's readers are, what is stuck, and what is wrong with the files."""
    staff = person(request)
    parked = figures.parked(staff)
    page = {
        "pump": figures.unnumbered(),
        "readers": figures.readers(),
        "queue": figures.queue(),
        "parked": list(zip(parked, lines(row.event for row in parked), strict=True)),
        "mistakes": config.check(),
        "troubled": troubled(staff),
        "may_replay": staff.can("settings.edit"),
    }
    return render(request, "dashboard/health.html", page)


@may("settings.edit")
@require_POST
def replay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have the listener answer a parked event after all, whatever branch it happened at."""
    try:
        parking.replay(pk, by=person(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Done: the event has been answered."))
    return redirect("health")
