"""What may come in through the API, before any package looks at it.

JSON lets through values that PostgreSQL or a person cannot use: NaN, Infinity, NUL and
lone surrogates. They are refused here, once, with the place where they stand.
"""

import json
from typing import Any

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.parser import Parser
from pydantic import BaseModel, ConfigDict

from crm.lib.refusal import Refusal

MAX_DEPTH = 20
LARGEST = 2**53  # beyond it JavaScript, and so many a caller, can no longer tell numbers apart


class In(BaseModel):
    """Base of what the API accepts: a field we do not know is an error, never ignored.

    Plain Pydantic: ninja's own base reads attributes of anything, and would lose the keys of
    free JSON on the way.
    """

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Out(Schema):
    """Base of what the API answers."""


class StrictParser(Parser):
    """Reads bodies and queries, refusing what must never reach a rule."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise HttpError(415, "Send JSON, with Content-Type: application/json.")
        return parse(request.body)

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        found = super().parse_querydict(data, list_fields, request)
        check(found, "")
        return found


def parse(body: bytes) -> Any:
    """The JSON in `body`; `HttpError` 400 says what is wrong and where."""
    try:
        data = json.loads(body.decode(), parse_constant=_not_a_number)
    except UnicodeDecodeError:
        raise HttpError(400, "The body is not UTF-8.") from None
    except json.JSONDecodeError as error:
        raise HttpError(
            400, f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    except (ValueError, RecursionError) as error:
        raise HttpError(400, f"The body cannot be read: {error}.") from None
    check(data, "")
    return data


def check(value: Any, where: str, depth: int = 0) -> None:
    """Refuse NUL, lone surrogates, huge numbers and bottomless nesting anywhere inside `value`."""
    if depth > MAX_DEPTH:
        raise Refusal(f"Nested deeper than {MAX_DEPTH} levels.", field=where, status=400)
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise Refusal("Holds a character that text cannot hold.", field=where, status=422)
    elif isinstance(value, dict):
        for key, item in value.items():
            check(key, where, depth)
            check(item, f"{where}.{key}".lstrip(".")[:200], depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            check(item, f"{where}[{index}]"[:200], depth + 1)
    elif isinstance(value, int | float) and not abs(value) <= LARGEST:
        raise Refusal("A number beyond what can be kept.", field=where, status=422)


def _not_a_number(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON knows")
