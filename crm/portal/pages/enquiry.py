"""The public form as a page: linked, or in a frame of the shop's own site."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from crm.accounts.may import public
from crm.accounts.models import Branch
from crm.lib.refusal import Refusal
from crm.lib.typed import typed
from crm.portal import guard, rules
from crm.portal.config import portal
from crm.portal.form import EnquiryForm
from crm.portal.hours import opening_words, week
from crm.ui import answers

PREFILLED = ("name", "email", "phone", "device", "issue", "message")


@public
@csrf_exempt  # in a frame of another site the browser sends no cookie; it has no rights to steal
@require_http_methods(["GET", "HEAD", "POST"])
def enquire(request: HttpRequest, slug: str = "", *, embedded: bool = False) -> HttpResponse:
    """Ask for help; afterwards the same address says what happens next."""
    branch = get_object_or_404(Branch.objects.active(), slug=slug) if slug else None
    if request.method == "POST":
        response = _answer(request, branch, embedded=embedded)
    elif "sent" in request.GET:
        asked = Branch.objects.active().filter(slug=typed(request.GET, "sent")).first()
        response = render(request, "portal/thanks.html", _page(branch or asked, embedded=embedded))
    else:
        known = {name: request.GET[name][:255] for name in PREFILLED if name in request.GET}
        form = EnquiryForm(branch=branch, initial=known)
        response = _form(request, form, branch, embedded=embedded)
    return _framed(response) if embedded else response


def _answer(request: HttpRequest, branch: Branch | None, *, embedded: bool) -> HttpResponse:
    form = EnquiryForm(request.POST, branch=branch)
    status = 422
    if form.is_valid():
        try:
            place = _ask(request, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            status = refusal.status
        else:
            return HttpResponse(
                status=303, headers={"Location": f"{request.path}?sent={place.slug}"}
            )
    answers.focus_on_first_mistake(form)
    return _form(request, form, branch, embedded=embedded, status=status)


def _ask(request: HttpRequest, form: EnquiryForm) -> Branch:
    asked, place = form.asked(), form.place()
    if place is None:
        raise Refusal(_("No shop is open yet. Please try again later."), status=503)
    guard.count(request, asked)
    page = request.headers.get("Referer") or request.build_absolute_uri()
    rules.ask(asked, branch=place, evidence=guard.evidence(request, page))
    return place


def _form(
    request: HttpRequest,
    form: EnquiryForm,
    branch: Branch | None,
    *,
    embedded: bool,
    status: int = 200,
) -> HttpResponse:
    page = _page(branch, embedded=embedded) | {"form": form, "portal": portal()}
    return render(request, "portal/enquire.html", page, status=status)


def _page(branch: Branch | None, *, embedded: bool) -> dict[str, Any]:
    return {
        "branch": branch or Branch.objects.active().first(),
        "embedded": embedded,
        "opening": opening_words(),
        "week": week(),
    }


def _framed(response: HttpResponse) -> HttpResponse:
    """Only the sites in the configuration may show it in a frame."""
    sites = ["'self'", *portal().frame_ancestors]
    response.xframe_options_exempt = True
    response._csp_replace = {"frame-ancestors": sites}  # type: ignore[attr-defined]  # noqa: SLF001 - what django-csp's decorators set
    return response
