"""On the page of the platform: its device database, and how far fetching it has come."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.integrations import revivatech, rules
from crm.integrations.config import integrations
from crm.integrations.models import DeviceImport


@may("integrations.view")
@require_safe
def state(request: HttpRequest) -> HttpResponse:
    """The latest pass, as a fragment that looks again while one is under way."""
    passes = DeviceImport.objects.filter(source=revivatech.SOURCE)
    shown = {
        "latest": passes.order_by("-started_at").first(),
        "address": integrations().revivatech.devices_url,
        "may_fetch": person(request).can("integrations.manage"),
    }
    return render(request, "integrations/device_import.html", shown)


@may("integrations.manage")
@require_POST
def fetching(request: HttpRequest) -> HttpResponse:
    """Fetch them all in the background."""
    rules.start_device_import(by=person(request))
    messages.success(request, _("Fetching the platform’s devices."))
    return redirect("revivatech")
