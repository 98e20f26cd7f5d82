"""Settings, Lifecycle rules: what is in force, and what other rules would do before they are."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.accounts.may import may, person
from crm.activity import configuration
from crm.lib.refusal import Refusal
from crm.lib.spreadsheet import download
from crm.lifecycle import rules
from crm.lifecycle.config import lifecycle_config
from crm.lifecycle.effect import effect_of, explained
from crm.lifecycle.models import Rehearsal, Stage
from crm.lifecycle.templatetags.lifecycle import stage_label


@may("settings.view")
@require_http_methods(["GET", "HEAD", "POST"])
def in_force(request: HttpRequest) -> HttpResponse:
    """The rules in plain words; a POST tries others on everybody."""
    by, typed, mistakes = person(request), "", []
    if request.method == "POST":
        typed = request.POST.get("draft", "").replace("\r\n", "\n")
        try:
            rules.rehearse(typed, by=by)
            return redirect("lifecycle-rules")
        except Refusal as refusal:
            mistakes = [_located(line) for line in refusal.message.splitlines()]
    page = _shown(request) | {
        "rules": explained(lifecycle_config()),
        "days": [(stage.label, lifecycle_config().next_action_days.get(stage)) for stage in Stage],
        "version": configuration.current(lifecycle_config.name),
        "mistakes": mistakes,
    }
    latest = page["rehearsal"]
    page["text"] = typed or (latest.draft if latest else lifecycle_config.text)
    return render(request, "lifecycle/rules.html", page, status=422 if mistakes else 200)


@may("settings.view")
@require_safe
def rehearsal(request: HttpRequest) -> HttpResponse:
    """How far one's rehearsal has come, and what it found; while at work it asks again."""
    return render(request, "lifecycle/rehearsal.html", _shown(request))


@may("analytics.export_data")
@require_safe
def effect(request: HttpRequest) -> StreamingHttpResponse:
    """Who goes where, as a file."""
    found = _latest(request)
    if found is None:
        raise Http404
    head = [_("What"), _("From"), _("To"), _("Number")]
    kinds = (
        (_("Customers today"), found.shifts),
        (_("Recorded moves"), found.replay.get("different", [])),
    )
    rows = [
        [kind, stage_label(one["from"]), stage_label(one["to"]), one["count"]]
        for kind, all_of_it in kinds
        for one in all_of_it
    ]
    return download("lifecycle-preview", head, rows)


@may("settings.view")
@require_safe
def draft(request: HttpRequest) -> HttpResponse:
    """The rehearsed draft as the file to put into the shop's folder."""
    found = _latest(request)
    if found is None:
        raise Http404
    response = HttpResponse(found.draft, content_type="application/yaml; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="lifecycle.yaml"'
    return response


@may("settings.edit")
@require_POST
def adoption(request: HttpRequest) -> HttpResponse:
    """Put the rehearsed rules into force; everybody is judged by them from now on."""
    found = _latest(request)
    if found is None:
        messages.error(request, _("See first what these rules would do."))
        return redirect("lifecycle-rules")
    try:
        rules.adopt(found, by=person(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(
            request, _("The new rules are in force. Customers move in the background.")
        )
    return redirect("lifecycle-rules")


def _latest(request: HttpRequest) -> Rehearsal | None:
    rows = Rehearsal.objects.visible_to(person(request))
    return rows.order_by("-started_at").first()


def _shown(request: HttpRequest) -> dict[str, Any]:
    staff, found = person(request), _latest(request)
    return {
        "rehearsal": found,
        "effect": effect_of(found, to=staff) if found else None,
        "is_current": found is not None and found.config_version == lifecycle_config.version,
        "may_adopt": staff.can("settings.edit"),
        "may_export": staff.can("analytics.export_data"),
        "can_write": lifecycle_config.is_writable,
    }


def _located(line: str) -> str:
    """`lifecycle.yaml:12: rules.0: reason` as Line 12: rules.0: reason."""
    _file, _colon, rest = line.partition(":")
    number, colon, reason = rest.partition(":")
    if not (colon and number.isdigit()):
        return line
    return _("Line %(number)s: %(reason)s") % {"number": number, "reason": reason.strip()}
