"""What ninja's document leaves out: every refusal, the headers, and who may call.

It follows from an operation's own shape, so no door has to repeat it: whatever takes an id
may find nothing, whatever takes a body may get a broken one, whatever writes may be refused.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.errors import ConfigError
from ninja.openapi.docs import DocsBase
from ninja.openapi.schema import OpenAPISchema
from ninja.params.models import TModel

PROBLEM = {
    "title": "Problem",
    "type": "object",
    "description": "RFC 9457: what went wrong, in a sentence a person can read.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "examples": ["Unprocessable Entity"]},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "examples": ["source_type: Field required"]},
        "errors": {
            "type": "array",
            "description": "The fields to look at, when the problem is about some.",
            "items": {
                "type": "object",
                "required": ["field", "message"],
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
MEANINGS = {
    400: "The request could not be read.",
    401: "Nobody is signed in, or the key is not valid.",
    403: "The caller's role or the key's scopes do not include this.",
    404: "There is nothing here, or nothing the caller may see.",
    409: "The rules of the shop do not allow it now; nothing was changed.",
    412: "Somebody else changed it since `If-Match`; nothing was changed.",
    413: "The body is larger than 1 MB.",
    415: "The body is not `application/json`.",
    422: "A value or a parameter is not valid; `errors` names it.",
    429: "Too many requests; `Retry-After` says when to come back.",
    503: "Another system that has to answer does not; nothing was changed.",
}
RATE_HEADERS = {
    "RateLimit-Policy": 'The limit in force, like `"api";q=1200;w=60`. Only with an API key.',
    "RateLimit": 'What is left of it, like `"api";r=1180;t=42`. Only with an API key.',
}
_SCHEMAS = "#/components/schemas/"
WRITES = {"post", "put", "patch", "delete"}


class Docs(DocsBase):
    """The interactive pages: Swagger UI from our own server, in our own frame."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        document = self.get_openapi_url(api, kwargs)
        return render(request, "ui/api_docs.html", {"api": api, "document": document})


class Document(OpenAPISchema):
    """ninja's document, with every status each operation can answer.

    Choices are written out where they stand: half the packages have a `Status` of their own,
    and of two types of one name ninja keeps the last.
    """

    _choices: dict[str, Any]  # those of the model at hand, by reference

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        _complete(self)
        if missing := _references(self) - _known(self):
            raise ConfigError(f"The API's document refers to {sorted(missing)}, which is nothing.")

    def add_schema_definitions(self, definitions: dict[str, Any]) -> None:
        choices = {f"{_SCHEMAS}{name}": one for name, one in definitions.items() if "enum" in one}
        self._choices = choices
        for name, definition in definitions.items():
            if f"{_SCHEMAS}{name}" in choices:
                continue
            written = _written_out(definition, choices)
            if self.schemas.setdefault(name, written) != written:
                raise ConfigError(f"Two different types are called {name} in the API's document.")

    def _extract_parameters(self, model: TModel) -> list[dict[str, Any]]:
        self._choices = {}
        found = super()._extract_parameters(model)
        return [_written_out(parameter, self._choices) for parameter in found]


def _written_out(schema: Any, choices: dict[str, Any]) -> Any:
    """The schema with each reference to choices replaced by the choices."""
    if isinstance(schema, list):
        return [_written_out(item, choices) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("$ref") in choices:
        return choices[schema["$ref"]]
    return {name: _written_out(item, choices) for name, item in schema.items()}


def _references(part: Any) -> set[str]:
    if isinstance(part, dict):
        own = {part["$ref"]} if isinstance(part.get("$ref"), str) else set()
        return own.union(*map(_references, part.values()))
    return set().union(*map(_references, part)) if isinstance(part, list) else set()


def _known(document: OpenAPISchema) -> set[str]:
    parts = document["components"].items()
    return {f"#/components/{kind}/{name}" for kind, named in parts for name in named}


def _complete(document: OpenAPISchema) -> None:
    document["components"]["schemas"]["Problem"] = PROBLEM
    document["components"]["responses"] = {
        f"Problem{status}": _problem(status) for status in MEANINGS
    }
    for path in document["paths"].values():
        for method, operation in path.items():
            _complete_operation(method, operation)


def _complete_operation(method: str, operation: dict[str, Any]) -> None:
    responses = operation["responses"]
    for status in sorted(_refusals(method, operation)):
        responses.setdefault(status, {"$ref": f"#/components/responses/Problem{status}"})
    for status, response in responses.items():
        if int(status) < 400 and operation.get("security"):  # noqa: PLR2004 - HTTP's own line
            headers = response.setdefault("headers", {})
            headers.update({name: _header(text) for name, text in RATE_HEADERS.items()})


def _refusals(method: str, operation: dict[str, Any]) -> set[int]:
    """The statuses that follow from what an operation takes and does."""
    places = {parameter["in"] for parameter in operation.get("parameters", [])}
    names = {parameter["name"] for parameter in operation.get("parameters", [])}
    found = {400, 422}
    if operation.get("security"):
        found |= {401, 403, 429}
    if "path" in places:
        found |= {404}
    if "requestBody" in operation:
        found |= {413, 415}
    if method in WRITES:
        found |= {409}
    if "If-Match" in names:
        found |= {412}
    return found


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    response: dict[str, Any] = {
        "description": MEANINGS[status],
        "content": {"application/problem+json": {"schema": schema}},
    }
    if status == 429:  # noqa: PLR2004 - its own name in HTTP is just as long
        response["headers"] = {
            "Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}}
        }
    return response


def _header(text: str) -> dict[str, Any]:
    return {"description": text, "schema": {"type": "string"}}
