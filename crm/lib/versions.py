"""Optimistic concurrency: a row's `version` is its ETag, and a stale writer is told so.

@router.patch("/{uuid:id}", response=LeadOut)
@may("leads.edit")
@versioned
def patch(request, id, body): ...   # answers with the row's ETag, documents If-Match
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any, Protocol, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.responses import Status
from ninja.utils import contribute_operation_callback

from crm.lib.refusal import Refusal, Stale

View = TypeVar("View", bound=Callable[..., Any])
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": "The ETag you last saw. When the row has moved on since, nothing is "
    "changed and the answer is 412.",
    "schema": {"type": "string"},
    "example": '"3"',
}
ETAG = {"description": "The row's version.", "schema": {"type": "string"}, "example": '"4"'}


class Versioned(Protocol):
    version: Any


def etag(row: Versioned) -> str:
    return f'"{row.version}"'


def expected(request: HttpRequest) -> int | None:
    """The version the caller last saw, from `If-Match`; None when they did not say."""
    header = request.headers.get("If-Match", "").strip()
    if header in {"", "*"}:
        return None
    value = header.removeprefix("W/").strip('"')
    if not (value.isascii() and value.isdigit() and len(value) < 10):  # noqa: PLR2004 - fits an int
        raise Refusal("If-Match must be an ETag from this API.", field="If-Match", status=412)
    return int(value)


def must_match(row: Versioned, version: int | None) -> None:
    """Refuse with 412 when the row has moved on since the caller read it."""
    if version is not None and row.version != version:
        raise Stale("Somebody else changed this while you were editing. Look at it again.")


def conditional(view: View) -> View:
    """The view compares `expected(request)`; say so in the document."""
    contribute_operation_callback(view, _document_if_match)
    return view


def versioned(view: View) -> View:
    """The view answers a row (or `Status(code, row)`): send its version as the ETag."""

    @wraps(view)
    def remembering(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer = view(request, *args, **kwargs)
        row = answer.value if isinstance(answer, Status) else answer
        if hasattr(row, "version"):
            request.etag = etag(row)  # type: ignore[attr-defined]  # for _tagged
        return answer

    contribute_operation_callback(remembering, _document_if_match)
    contribute_operation_callback(remembering, _document_etag)
    return cast("View", decorate_view(_tagged)(remembering))


def _tagged(run: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    def tagging(request: HttpRequest, **values: Any) -> HttpResponse:
        response = run(request, **values)
        tag = getattr(request, "etag", None)
        if tag and response.status_code < HTTPStatus.BAD_REQUEST:
            response["ETag"] = tag
        return response

    return tagging


def _document_if_match(operation: Operation) -> None:
    """Every write of a row that is there already takes If-Match."""
    if "{" not in operation.path or "GET" in operation.methods:
        return
    extra = operation.openapi_extra or {}
    parameters = [*extra.get("parameters", []), IF_MATCH]
    operation.openapi_extra = {**extra, "parameters": parameters}


def _document_etag(operation: Operation) -> None:
    """Every success that shows the row sends its version."""
    told = {
        status: {"headers": {"ETag": ETAG}}
        for status in operation.response_models
        if status != HTTPStatus.NO_CONTENT
    }
    operation.openapi_extra = {**(operation.openapi_extra or {}), "responses": told}
