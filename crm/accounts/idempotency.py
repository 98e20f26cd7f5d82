"""`Idempotency-Key`: a POST that is sent twice happens once and answers the same both times.

    @router.post("", response={201: LeadOut})
    @may("leads.create")
    @idempotent
    def create(request, body: LeadIn): ...

The answer is stored in the transaction of its effect, so there is never one without the
other. What is refused changed nothing, so it is not stored: trying again may succeed.

What must be asked over a network is asked before that transaction begins:

    @may("pricing.quote")
    @asking_first(_ready_to_keep)
    @idempotent
    def create(request, body: QuoteIn): ... ready(request) ...
"""

import hashlib
import json
from collections.abc import Callable
from contextlib import ExitStack
from functools import wraps
from typing import Any, TypeVar, cast

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja.decorators import decorate_view
from ninja.operation import Operation
from ninja.utils import contribute_operation_callback

from crm.accounts.may import acting_staff
from crm.accounts.models import IdempotencyKey, Staff
from crm.lib.refusal import Refusal

HEADER = "Idempotency-Key"
LONGEST = 255
KEPT_HEADERS = ("Content-Type", "ETag", "Location")
DOCUMENTED = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": "Any text of your own. Repeating the call with it within 24 hours changes "
    "nothing and answers the same, with `Idempotency-Replayed: true`.",
    "schema": {"type": "string", "minLength": 1, "maxLength": LONGEST},
}
Run = Callable[..., HttpResponse]
View = TypeVar("View", bound=Callable[..., Any])


def idempotent(view: View) -> View:
    """Answer a repeated `Idempotency-Key` with what the first call answered."""

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if HEADER not in request.headers:
            return view(request, *args, **kwargs)
        request.until_written.enter_context(transaction.atomic())  # type: ignore[attr-defined]
        call = _Call(request)
        call.claim()
        before = call.replayed()
        if before is not None:
            return before
        request.first_call = call  # type: ignore[attr-defined]  # for _with_its_effect
        return view(request, *args, **kwargs)

    contribute_operation_callback(once, _document)
    return cast("View", decorate_view(_with_its_effect)(once))


def asking_first(ask: Callable[..., Any]) -> Callable[[View], View]:
    """`ask` gets what the view gets and may wait for a network: no transaction is open yet, and
    a call that was carried out before asks nothing. The view finds its answer by `ready`.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            before = _Call(request).replayed() if HEADER in request.headers else None
            if before is not None:
                return before
            request.ready = ask(request, *args, **kwargs)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        return cast("View", asking)

    return decorate


def ready(request: HttpRequest) -> Any:
    """What `asking_first` was told."""
    return request.ready  # type: ignore[attr-defined]


def _with_its_effect(run: Run) -> Run:
    """Put the view and the storing of its answer into one transaction.

    Around the whole operation, because only here is the answer written out; the transaction
    itself begins in `once`, where the caller is known and all that is slow has been asked.
    """

    def until_written(request: HttpRequest, **values: Any) -> HttpResponse:
        with ExitStack() as stack:
            request.until_written = stack  # type: ignore[attr-defined]  # for once
            response = run(request, **values)
            call = getattr(request, "first_call", None)
            if call is not None and response.status_code >= 400:  # noqa: PLR2004 - HTTP's line between yes and no
                transaction.set_rollback(True)
            elif call is not None:
                call.store(response)
        return response

    return until_written


def _document(operation: Operation) -> None:
    extra = operation.openapi_extra or {}
    parameters = [*extra.get("parameters", []), DOCUMENTED]
    operation.openapi_extra = {**extra, "parameters": parameters}


class _Call:
    """One call with a key: who, where, which key and what body."""

    def __init__(self, request: HttpRequest) -> None:
        key = request.headers[HEADER]
        if not 0 < len(key) <= LONGEST or not key.isprintable():
            raise Refusal(
                _("An Idempotency-Key has 1 to 255 printable characters."),
                field=HEADER,
                status=422,
            )
        self.caller = acting_staff(request) or Staff.objects.website()
        self.route = f"{request.method} {request.path}"[:200]
        self.key = key
        self.body_hash = hashlib.sha256(request.body).hexdigest()

    def claim(self) -> None:
        """Hold the key until this transaction ends; refuses while another call holds it.

        An advisory lock, because waiting for the other call's row would hold a connection
        for as long as the other call takes, and the caller is told 409 at once instead.
        """
        name = json.dumps([str(self.caller.pk), self.route, self.key])
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], signed=True)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
            if cursor.fetchone() != (True,):
                raise Refusal(
                    _("A call with this Idempotency-Key is still being carried out."),
                    field=HEADER,
                )

    def replayed(self) -> HttpResponse | None:
        """What was answered before; refuses a key with another body."""
        known = IdempotencyKey.objects.filter(caller=self.caller, route=self.route, key=self.key)
        before = known.first()
        if before is None:
            return None
        if before.body_hash != self.body_hash:
            raise Refusal(
                _("This Idempotency-Key was used with another body."), field=HEADER, status=422
            )
        response = HttpResponse(before.body, status=before.status, headers=before.headers)
        response["Idempotency-Replayed"] = "true"
        return response

    def store(self, response: HttpResponse) -> None:
        """Keep the answer of a call that was carried out."""
        IdempotencyKey.objects.create(
            caller=self.caller,
            route=self.route,
            key=self.key,
            body_hash=self.body_hash,
            status=response.status_code,
            headers={name: response[name] for name in KEPT_HEADERS if name in response},
            body=response.content.decode(),
        )
