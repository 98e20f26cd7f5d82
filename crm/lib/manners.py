"""The API object: ninja, with the manners every operation shares.

What one operation promises stands at that operation (`@may`, `@idempotent`, `@versioned`);
here is what all of them do: problems for every error, strict JSON, no parameter that is
silently ignored, HEAD and OPTIONS.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from crm.lib import openapi, problem
from crm.lib.refusal import Refusal
from crm.lib.schema import StrictParser

Ask = Callable[[HttpRequest, str], object]
Checks = Callable[[HttpRequest], HttpResponse | None]


class API(NinjaAPI):
    """Ninja's API with our parser, our problems and a document that says what can happen.

    `ask(request, needs)` refuses a caller who lacks what a view's `needs` names. The views ask
    for themselves; asking before a body is read keeps what it should hold from strangers.
    """

    def __init__(self, *, ask: Ask, **about: Any) -> None:
        super().__init__(parser=StrictParser(), docs=openapi.Docs(), **about)
        self._ask = ask
        self._document: OpenAPISchema | None = None
        problem.install(self)

    @property
    def urls(self) -> Any:
        """The routes, each checking role and parameters before anything is read."""
        for operation in self.operations():
            operation._run_checks = _checks(operation, self._ask)  # type: ignore[method-assign,assignment]  # noqa: SLF001 - ninja has no hook between sign-in and parsing
        return super().urls

    def operations(self) -> list[Operation]:
        """Every operation, as bound to this API."""
        views = [
            view for router in self._get_bound_routers() for view in router.path_operations.values()
        ]
        return [operation for view in views for operation in view.operations]

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The view's own name: short, and stable when the code moves."""
        return str(operation.view_func.__name__)

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The complete document; built once, because it never changes while we run."""
        if self._document is None or settings.DEBUG:
            root = path_prefix or self.get_root_path(path_params or {})
            self._document = openapi.Document(self, root)
        return self._document


def _checks(operation: Operation, ask: Ask) -> Checks:
    """Who is it, may they, and is every parameter one we know? In this order."""
    identify = operation._run_checks  # noqa: SLF001 - see `urls`
    needs = getattr(operation.view_func, "needs", None)
    known = _parameters(operation)

    def checks(request: HttpRequest) -> HttpResponse | None:
        answer = identify(request)
        if answer is not None:
            return answer
        try:
            if needs is not None:
                ask(request, needs)
            _know_parameters(request, known)
        except Refusal as refusal:
            return problem.refused(refusal)
        return None

    return checks


def _parameters(operation: Operation) -> dict[str, bool]:
    """The query parameters an operation knows, and whether each may be repeated."""
    known: dict[str, bool] = {}
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            repeatable = getattr(model, "__ninja_collection_fields__", [])
            flat = getattr(model, "__ninja_flatten_map__", {})
            known |= {name: name in repeatable for name in flat}
    return known


def _know_parameters(request: HttpRequest, known: dict[str, bool]) -> None:
    """A misspelt filter that is silently ignored would show a caller the wrong rows."""
    for name, values in request.GET.lists():
        if name not in known:
            raise Refusal("There is no such parameter here.", field=name[:100], status=422)
        if len(values) > 1 and not known[name]:
            raise Refusal("Give this parameter once.", field=name, status=422)
