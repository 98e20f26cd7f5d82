"""Files that came in, and sending another.

A page sends a file in pieces (`upload.js`); without scripts a small one comes in one go.
"""

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.lib.paging import page
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.transfer import rules
from crm.transfer.models import Import, Piece

PER_PAGE = 25


@may("customers.import")
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The files so far, the latest first; a POST begins another."""
    by = person(request)
    if request.method == "POST":
        return _begin(request, by)
    rows = Import.objects.visible_to(by).select_related("staff")
    try:
        found = page(
            rows,
            order=("-created_at", "-id"),
            limit=PER_PAGE,
            cursor=request.GET.get("cursor"),
        )
    except Refusal as refusal:
        return refused(refusal)
    template = "rows" if request.headers.get("HX-Request") else "list"
    shown = {"imports": found.items, "more": found.next_cursor}
    return render(request, f"transfer/imports_{template}.html", shown)


@may("customers.import")
@require_POST
def piece(request: HttpRequest, pk: UUID, number: int) -> HttpResponse:
    """One piece of a file, as its bytes."""
    by = person(request)
    upload = get_object_or_404(Import.objects.visible_to(by), pk=pk)
    try:
        rules.keep_piece(upload, number, request.body, by=by)
    except Refusal as refusal:
        return refused(refusal)
    return HttpResponse(status=204)


def _begin(request: HttpRequest, by: Staff) -> HttpResponse:
    sent = request.FILES.get("file")
    try:
        if isinstance(sent, UploadedFile):
            upload = _whole(sent, by)
            return redirect("import", pk=upload.pk)
        upload = _announced(request, by)
    except Refusal as refusal:
        if request.headers.get("Accept") == "application/json":
            return refused(refusal)
        messages.error(request, refusal.message)
        return redirect("imports")
    here = reverse("import", args=[upload.pk])
    return JsonResponse({"href": here, "pieces": f"{here}/pieces/", "length": Piece.LENGTH})


def _announced(request: HttpRequest, by: Staff) -> Import:
    size = request.POST.get("size", "")
    if not size.isdigit() or len(size) > 15:  # noqa: PLR2004 - a petabyte is no file of customers
        raise Refusal(_("Choose a file first."), status=422)
    name = request.POST.get("filename", "").replace("\0", "")[:255]
    return rules.begin(filename=name or _("A file"), size=int(size), by=by, branch=by.home_branch)


def _whole(sent: "UploadedFile[bytes]", by: Staff) -> Import:
    name = (sent.name or "")[:255]
    upload = rules.begin(filename=name, size=sent.size or 0, by=by, branch=by.home_branch)
    for number, content in enumerate(sent.chunks(Piece.LENGTH)):
        rules.keep_piece(upload, number, content, by=by)
    return upload
