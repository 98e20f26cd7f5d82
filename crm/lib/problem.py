"""Every 4xx and 5xx of the API, in one form: RFC 9457 problem+json that names the field."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from crm.lib.refusal import Refusal

API_PREFIXES = ("/api/", "/webhooks/")
SENTENCES = {
    400: "The request could not be read.",
    401: "Sign in, or send an API key that is still valid.",
    403: "You may not do this.",
    404: "There is nothing here, or nothing you may see.",
    405: "This address does not answer to that method.",
    413: "The body is larger than 1 MB.",
    415: "Send JSON, with Content-Type: application/json.",
    429: "Too many requests. Wait a moment and try again.",
    500: "Something went wrong on our side. Nothing was changed.",
}


def problem(
    status: int, detail: str = "", *, errors: list[dict[str, str]] | None = None
) -> JsonResponse:
    """A problem+json answer. `errors` is a list of {"field", "message"}."""
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or SENTENCES.get(status, ""),
    }
    if errors:
        body["errors"] = errors
    response = JsonResponse(body, status=status, content_type="application/problem+json")
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = "Bearer"
    return response


def refused(refusal: Refusal) -> JsonResponse:
    errors = [{"field": refusal.field, "message": refusal.message}] if refusal.field else None
    return problem(refusal.status, refusal.message, errors=errors)


def install(api: NinjaAPI) -> None:
    """Teach `api` to answer every exception that a door may meet as a problem."""
    api.add_exception_handler(Refusal, _on_refusal)
    api.add_exception_handler(ValidationError, _on_invalid)
    api.add_exception_handler(Http404, lambda request, error: problem(404))
    api.add_exception_handler(AuthenticationError, lambda request, error: problem(401))
    api.add_exception_handler(HttpError, _on_http_error)
    api.add_exception_handler(RequestDataTooBig, lambda request, error: problem(413))


def _on_refusal(request: HttpRequest, error: Any) -> JsonResponse:
    return refused(error)


def _on_http_error(request: HttpRequest, error: Any) -> JsonResponse:
    # ninja hides what our parser said about a body behind a 400 of its own.
    said = error.__cause__
    if isinstance(said, Refusal):
        return refused(said)
    if isinstance(said, RequestDataTooBig):
        return problem(413)
    if isinstance(said, HttpError):
        error = said
    return problem(error.status_code, str(error))


def _on_invalid(request: HttpRequest, error: Any) -> JsonResponse:
    errors = [{"field": _field(item["loc"]), "message": _sentence(item)} for item in error.errors]
    first = errors[0] if errors else {"field": "", "message": "The request is not valid."}
    detail = f"{first['field']}: {first['message']}" if first["field"] else first["message"]
    return problem(422, detail, errors=errors)


def _field(location: tuple[Any, ...]) -> str:
    """`("body", "data", "contact_info", "email")` as the caller knows it: `contact_info.email`."""
    place, *parts = [str(part) for part in location]
    if place in {"body", "query"} and len(parts) > 1:
        parts = parts[1:]  # the name our code gives the whole
    return parts[0] if place == "query" else ".".join(parts) or place


def _sentence(item: dict[str, Any]) -> str:
    return str(item["msg"]).removeprefix("Value error, ")


class ProblemMiddleware:
    """The manners of HTTP that frameworks leave out, for everything under the API.

    What Django itself answers (404, 405, 413, 500) becomes a problem; HEAD is answered
    wherever GET is; OPTIONS says which methods an address knows.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(API_PREFIXES):
            return self.get_response(request)
        method = request.method
        if method == "HEAD":
            request.method = "GET"
        response = self.get_response(request)
        request.method = method  # by which servers know to leave the body away
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            response["Allow"] = _allowed(response)
            if request.method == "OPTIONS":
                return HttpResponse(status=204, headers={"Allow": response["Allow"]})
        if response.status_code < HTTPStatus.BAD_REQUEST or "json" in response["Content-Type"]:
            return response
        return _as_problem(response)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refusals reach here from plain Django views under the API (the webhooks)."""
        if isinstance(error, Refusal) and request.path.startswith(API_PREFIXES):
            return refused(error)
        return None


def _allowed(response: HttpResponse) -> str:
    known = {method.strip() for method in response.get("Allow", "").split(",") if method.strip()}
    return ", ".join(sorted(known | {"OPTIONS"} | ({"HEAD"} if "GET" in known else set())))


def _as_problem(response: HttpResponse) -> JsonResponse:
    answer = problem(response.status_code)
    for header in ("Allow", "Retry-After", "WWW-Authenticate"):
        if header in response:
            answer[header] = response[header]
    return answer
