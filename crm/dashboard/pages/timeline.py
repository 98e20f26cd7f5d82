"""The story of a lead or a customer, as a fragment their pages fetch."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.accounts.may import person, signed_in
from crm.activity.timeline import timeline as told
from crm.dashboard.lines import Line
from crm.dashboard.stories import story_of
from crm.lib.problem import refused
from crm.lib.refusal import Refusal

KINDS = {
    "": (),
    "talks": ("interaction",),
    "changes": ("lead", "customer", "lifecycle", "consent", "approval"),
}


@signed_in
@require_safe
def timeline(request: HttpRequest) -> HttpResponse:
    """`?about=lead:<id>`, narrowed by `kind`; `before` is where the older part begins."""
    staff = person(request)
    about, kind = request.GET.get("about", ""), request.GET.get("kind", "")
    subjects, customers = story_of(about, to=staff)
    before = request.GET.get("before")
    if not staff.can("interactions.view"):
        kind = "changes"  # what was said is not theirs to read
    try:
        story = told(subjects, customers, staff, before=before, kinds=KINDS.get(kind, ()))
    except Refusal as refusal:
        return refused(refusal)
    page = {
        "lines": [Line(entry.event, entry.sentence) for entry in story.entries],
        "older": _address(about, kind, before=story.older) if story.older else None,
        "href": _address(about, kind),
        "filters": [
            {"label": label, "href": _address(about, name), "current": name == kind}
            for name, label in _names()
        ],
    }
    return render(request, f"dashboard/timeline{'_lines' if before else ''}.html", page)


def _names() -> list[tuple[str, str]]:
    return [("", _("Everything")), ("talks", _("Conversations")), ("changes", _("Changes"))]


def _address(about: str, kind: str, **more: str) -> str:
    narrowed = {"kind": kind} if kind else {}
    return f"{reverse('timeline')}?{urlencode({'about': about, **narrowed, **more})}"
