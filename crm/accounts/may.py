"""What a door asks for, written on the door.

`@may("leads.edit")` stands under a ninja route or over a page view; `@public` says that a
door is open to strangers on purpose. A door with neither fails the permission table's test.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from crm.accounts.config import permissions
from crm.accounts.models import Staff
from crm.lib.refusal import Refusal

View = TypeVar("View", bound=Callable[..., Any])


def may(permission: str) -> Callable[[View], View]:
    """Only staff whose role allows `permission` pass."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            answer = turn_away(request, permission)
            return view(request, *args, **kwargs) if answer is None else answer

        guarded.needs = permission  # type: ignore[attr-defined]
        return cast("View", guarded)

    return decorate


def public(view: View) -> View:
    """Open to strangers, deliberately."""
    view.needs = None  # type: ignore[attr-defined]
    return view


def signed_in(view: View) -> View:
    """Open to everybody who is signed in, whatever their role."""
    return may("")(view)


def acting_staff(request: HttpRequest) -> Staff | None:
    """Who is asking: the API's caller, else the page's signed-in person, else nobody."""
    staff = getattr(request, "auth", None) or getattr(request, "user", None)
    return staff if isinstance(staff, Staff) and staff.is_active else None


def caller(request: HttpRequest) -> Staff:
    """Who is asking, where the door has already made sure that it is somebody."""
    staff = acting_staff(request)
    assert staff is not None
    return staff


def person(request: HttpRequest) -> Staff:
    """The same for a page, where it is always a person who is asking."""
    return caller(request)


def turn_away(request: HttpRequest, permission: str) -> HttpResponse | None:
    """What somebody without this permission is answered; None for who may pass."""
    staff = acting_staff(request)
    is_api = hasattr(request, "auth")
    if staff is None:
        if is_api:
            raise Refusal(_("Sign in, or send an API key."), status=401)
        return _to_sign_in(request)
    if not permission or staff.can(permission):
        return None
    if is_api:
        raise Refusal(_not_allowed(permission), status=403)
    raise PermissionDenied(_not_allowed(permission))


def _not_allowed(permission: str) -> str:
    words = permissions().permissions.get(permission, permission)
    return _("Your role does not include this: %(what)s.") % {"what": words.lower()}


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    htmx = getattr(request, "htmx", None)
    if not htmx:
        return redirect_to_login(request.get_full_path())
    # A fragment's own address is no place to land on after signing in; the page around it is.
    back = htmx.current_url_abs_path or "/"
    response = HttpResponse(status=401)
    response["HX-Redirect"] = redirect_to_login(back).url
    return response
