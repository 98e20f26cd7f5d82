"""The list of leads as a file, in pieces: the first rows arrive while the last are read."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.leads import rules
from crm.leads.listing import Wanted, narrowed
from crm.leads.models import Lead
from crm.leads.models.lead import LeadQuerySet
from crm.lib.business import business
from crm.lib.paging import capped_count
from crm.lib.spreadsheet import download
from crm.ui.templatetags._values import phone

CHUNK = 500


@may("analytics.export_data")
@require_safe
def export(request: HttpRequest) -> StreamingHttpResponse:
    """What the list shows with these filters, oldest first."""
    by, wanted = person(request), Wanted.read(request.GET)
    if not by.can("leads.view"):
        raise PermissionDenied
    leads = narrowed(Lead.objects.visible_to(by), wanted, to=by)
    filters = {name: value for name, value in asdict(wanted).items() if value}
    rules.note_export(by=by, number=capped_count(leads), filters=filters)
    return download("leads", _head(), (_row(lead) for lead in _in_chunks(leads)))


def _in_chunks(leads: LeadQuerySet) -> Iterator[Lead]:
    leads = leads.select_related("assigned_to", "branch").order_by("pk")
    chunk = list(leads[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(leads.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _head() -> list[str]:
    return [
        _("Name"),
        _("Phone"),
        _("Email"),
        _("Device"),
        _("Fault"),
        _("Score"),
        _("Stage"),
        _("Urgency"),
        _("Source"),
        _("Value"),
        _("Assigned to"),
        _("Branch"),
        _("Came in"),
        _("Next follow-up"),
        _("Reason"),
    ]


def _row(lead: Lead) -> list[Any]:
    return [
        lead.name,
        phone(lead.phone),
        lead.email,
        lead.device,
        lead.fault,
        lead.lead_score,
        lead.stage_label,
        Lead.Urgency(lead.urgency_level).label,
        Lead.Source(lead.source_type).label,
        lead.estimated_value,
        str(lead.assigned_to or ""),
        lead.branch.name,
        _local(lead.created_at),
        _local(lead.next_follow_up),
        lead.disqualified_reason or lead.lost_reason,
    ]


def _local(moment: Any) -> str:
    return f"{moment.astimezone(business().zone):%Y-%m-%d %H:%M}" if moment else ""
