"""JSON written by PostgreSQL under a schema declared in Python, for the lists read all day.

It costs a tenth of building models and dumping them again. Each use has a test that both
writers agree.
"""

import json
from datetime import datetime
from typing import Annotated, Any, get_args, get_origin

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from pydantic import BaseModel

from crm.lib import paging

_AS_WIRE_WRITES = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'


def fields(out: type[BaseModel], table: str, **otherwise: str) -> str:
    """The arguments of `json_build_object` that make PostgreSQL write what `out` would.

    Fields are columns of `table` unless `otherwise` gives their SQL; this is code, never input.
    """
    parts = []
    for name, field in out.model_fields.items():
        sql = f'"{table}"."{name}"'
        if _is_moment(field.annotation):
            sql = f"to_char({sql} AT TIME ZONE 'UTC', '{_AS_WIRE_WRITES}')"
        parts.append(f"'{name}', {otherwise.get(name, sql)}")
    return ", ".join(parts)


def answer(
    rows: "QuerySet[Any, Any]", *, order: tuple[str, ...], limit: int, cursor: str | None
) -> HttpResponse:
    """A page of rows whose annotation `body` is their JSON, in the shape of every list."""
    names = [name.lstrip("-") for name in order]
    found = paging.page(
        rows.values_list(*names, "body", named=True), order=order, limit=limit, cursor=cursor
    )
    tail = json.dumps(paging.tail(found, rows, is_first=cursor is None))
    items = ",".join(row.body for row in found.items)
    return HttpResponse(f'{{"items":[{items}],{tail[1:]}', content_type="application/json")


def one(row: tuple[str, int] | None) -> HttpResponse:
    """One row's JSON and its version, which becomes the ETag; nothing is a 404."""
    if row is None:
        raise Http404
    body, version = row
    return HttpResponse(body, content_type="application/json", headers={"ETag": f'"{version}"'})


def _is_moment(annotation: Any) -> bool:
    """`Moment` or `Moment | None`."""
    kinds = [annotation, *get_args(annotation)]
    plain = [get_args(kind)[0] if get_origin(kind) is Annotated else kind for kind in kinds]
    return datetime in plain
