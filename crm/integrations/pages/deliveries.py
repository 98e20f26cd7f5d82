"""One raw delivery, and having deliveries read again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.integrations import rules
from crm.integrations.models import Delivery
from crm.lib.jobs import defer

MOST_AT_ONCE = 500


@may("integrations.view")
@require_safe
def delivery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Exactly what was sent: headers without secrets, and the body."""
    found = get_object_or_404(Delivery.objects.visible_to(person(request)), pk=pk)
    return render(request, "integrations/delivery.html", {"delivery": found})


@may("integrations.manage")
@require_POST
def replay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Read it again, here and now."""
    staff = person(request)
    found = rules.replay(get_object_or_404(Delivery.objects.visible_to(staff), pk=pk), by=staff)
    if found.needs_attention:
        messages.error(request, _("It still cannot be read: %(why)s") % {"why": found.error})
    else:
        messages.success(request, _("Read again. Nothing happens twice."))
    return redirect("delivery", pk=pk)


@may("integrations.manage")
@require_POST
def retry_failed(request: HttpRequest) -> HttpResponse:
    """Queue everything that failed, to be read again by a worker."""
    failed = Delivery.objects.visible_to(person(request)).failed().order_by("received_at")
    ids = list(failed.values_list("pk", flat=True)[:MOST_AT_ONCE])
    for delivery_id in ids:
        name = f"integrations.process {delivery_id}"
        defer("integrations.process", queueing_lock=name, delivery_id=str(delivery_id))
    word = ngettext("%(n)d delivery is read again.", "%(n)d deliveries are read again.", len(ids))
    messages.success(request, word % {"n": len(ids)})
    return redirect("revivatech")
