"""The JSON door to imports, and the export beside them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from ninja import Path, Query, Router
from ninja.responses import Status

from crm.accounts.may import caller, may
from crm.accounts.models import Branch
from crm.lib import workbook
from crm.lib.paging import PageAsked, page
from crm.lib.refusal import Refusal
from crm.lib.versions import expected, versioned
from crm.transfer import rules
from crm.transfer.export import export
from crm.transfer.models import Import
from crm.transfer.rules.undoing import changed_since
from crm.transfer.wire import (
    ChangedOut,
    ExportAsked,
    ImportIn,
    ImportOut,
    ImportsOut,
    MappingIn,
    RowsAsked,
    RowsOut,
    UndoIn,
)

router = Router(tags=["imports"])
_PIECE = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string"}}},
    }
}
_FILE = {
    "responses": {
        200: {
            "content": {
                "text/csv": {"schema": {"type": "string"}},
                workbook.TYPE: {"schema": {"type": "string", "format": "binary"}},
            }
        }
    }
}


@router.get("/imports", response=ImportsOut)
@may("customers.import")
def list_imports(request: HttpRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """Imports at the caller's branches, the latest first."""
    rows = Import.objects.visible_to(caller(request))
    found = page(rows, order=("-created_at", "-id"), limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, "next_cursor": found.next_cursor}


@router.post("/imports", response={201: ImportOut})
@may("customers.import")
@versioned
def begin_import(request: HttpRequest, body: ImportIn) -> Status[Import]:
    """Begin to send a file; its pieces follow."""
    by = caller(request)
    branch = by.home_branch
    if body.branch_id is not None:
        named = Branch.objects.visible_to(by).active().filter(pk=body.branch_id).first()
        if named is None:
            raise Refusal("You do not work at such a branch.", field="branch_id", status=422)
        branch = named
    upload = rules.begin(filename=body.filename, size=body.size, by=by, branch=branch)
    return Status(201, upload)


@router.put(
    "/imports/{uuid:import_id}/pieces/{int:number}", response=ImportOut, openapi_extra=_PIECE
)
@may("customers.import")
def send_piece(request: HttpRequest, import_id: UUID, number: Path[int]) -> Import:
    """One piece of the file, counted from 0; with the last one the reading begins.

    Every piece but the last has `piece_length` bytes. Sending one again changes nothing.
    """
    return rules.keep_piece(_seen(request, import_id), number, request.body, by=caller(request))


@router.get("/imports/{uuid:import_id}", response=ImportOut)
@may("customers.import")
@versioned
def get_import(request: HttpRequest, import_id: UUID) -> Import:
    """How far it has come, what the file looks like, and what its rows do."""
    return _seen(request, import_id)


@router.put("/imports/{uuid:import_id}/mapping", response=ImportOut)
@may("customers.import")
@versioned
def map_import(request: HttpRequest, import_id: UUID, body: MappingIn) -> Import:
    """Say which column fills what; the dry run begins, or begins again."""
    return rules.choose(
        _seen(request, import_id),
        by=caller(request),
        mapping_chosen=body.mapping,
        date_orders=dict(body.date_orders),
        source=body.source,
        on_match=body.on_match,
        version=expected(request),
    )


@router.post("/imports/{uuid:import_id}/apply", response=ImportOut)
@may("customers.import")
@versioned
def apply_import(request: HttpRequest, import_id: UUID) -> Import:
    """Bring in what the dry run promised."""
    return rules.apply(_seen(request, import_id), by=caller(request), version=expected(request))


@router.post("/imports/{uuid:import_id}/undo", response=ImportOut)
@may("customers.import")
@versioned
def undo_import(request: HttpRequest, import_id: UUID, body: UndoIn) -> Import:
    """Take it back: who came leaves, what changed is as it was."""
    upload, by = _seen(request, import_id), caller(request)
    return rules.undo(upload, by=by, also=body.also, version=expected(request))


@router.get("/imports/{uuid:import_id}/rows", response=RowsOut)
@may("customers.import")
def list_import_rows(
    request: HttpRequest, import_id: UUID, asked: Query[RowsAsked]
) -> dict[str, Any]:
    """The ledger: what each row of the file does, and why not."""
    rows = _seen(request, import_id).rows.all()
    if asked.outcome:
        rows = rows.filter(outcome=asked.outcome)
    found = page(rows, order=("number",), limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, "next_cursor": found.next_cursor}


@router.get("/imports/{uuid:import_id}/changed", response=list[ChangedOut])
@may("customers.import")
def list_changed_rows(request: HttpRequest, import_id: UUID) -> list[dict[str, Any]]:
    """Rows whose customer somebody has worked with since; the first hundred."""
    return changed_since(_seen(request, import_id))


@router.get("/customers/export", openapi_extra=_FILE)
@may("analytics.export_data")
def export_customers(request: HttpRequest, asked: Query[ExportAsked]) -> StreamingHttpResponse:
    """Every customer the caller may see, as CSV or XLSX, without live formulas."""
    return export(to=caller(request), form=asked.form, q=asked.q)


def _seen(request: HttpRequest, import_id: UUID) -> Import:
    return get_object_or_404(Import.objects.visible_to(caller(request)), pk=import_id)
