"""What may come in through the API, before any package looks at it.

JSON lets through values that PostgreSQL or a person cannot use: NaN, Infinity, NUL and
lone surrogates. They are refused here, once, with the place where they stand.
"""

import json
from typing import Annotated, Any, TypeVar

from django.http import HttpRequest
from ninja import Schema
from ninja.errors import HttpError
from ninja.parser import Parser
from pydantic import BaseModel, ConfigDict, StringConstraints

MAX_DEPTH = 20
Line = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10_000)]
M = TypeVar("M", bound=BaseModel)


class In(Schema):
    """Base of what the API accepts: a field we do not know is an error, never ignored."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)


class Out(Schema):
    """Base of what the API answers."""


class StrictParser(Parser):
    """Reads bodies and queries, refusing what must never reach a rule."""

    def parse_body(self, request: HttpRequest) -> Any:
        return parse(request.body)

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> Any:
        found = super().parse_querydict(data, list_fields, request)
        check(found, "query")
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
    check(data, "body")
    return data


def check(value: Any, where: str, depth: int = 0) -> None:
    """Refuse NUL, lone surrogates and bottomless nesting anywhere inside `value`."""
    if depth > MAX_DEPTH:
        raise HttpError(400, f"{where}: nested deeper than {MAX_DEPTH} levels.")
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            raise HttpError(422, f"{where}: holds a character that text cannot hold.")
    elif isinstance(value, dict):
        for key, item in value.items():
            check(key, where, depth)
            check(item, f"{where}.{key}"[:200], depth + 1)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            check(item, f"{where}[{index}]", depth + 1)


def _not_a_number(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON knows")
