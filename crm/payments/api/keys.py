"""`Idempotency-Key` of calls that ask a card company: kept in the ledger, not beside the answer.

The usual way keeps one transaction open around the whole call, and nothing may be asked of
another computer inside one.
"""

from django.http import HttpRequest
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from crm.accounts.idempotency import DOCUMENTED, HEADER, LONGEST, View
from crm.accounts.may import caller
from crm.lib.refusal import Refusal

_SHORTER = {"type": "string", "minLength": 1, "maxLength": LONGEST // 2}


def keyed(view: View) -> View:
    """Say in the document that the view understands the header."""
    contribute_operation_callback(view, _document)
    return view


def key_of(request: HttpRequest) -> str:
    """The caller's key for this very route, as the ledger keeps it; empty without one."""
    key = request.headers.get(HEADER)
    if key is None:
        return ""
    if not 0 < len(key) <= LONGEST // 2 or not key.isprintable():
        raise Refusal(
            "An Idempotency-Key has 1 to 127 printable characters.", field=HEADER, status=422
        )
    return f"{caller(request).pk}:{request.path[-80:]}:{key}"


def _document(operation: Operation) -> None:
    extra = operation.openapi_extra or {}
    parameters = [*extra.get("parameters", []), DOCUMENTED | {"schema": _SHORTER}]
    operation.openapi_extra = {**extra, "parameters": parameters}
