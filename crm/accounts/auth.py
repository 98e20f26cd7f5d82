"""How a request to the API says who it is from: a key, or the session of a signed-in person."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest
from ninja.security import APIKeyCookie, APIKeyHeader, HttpBearer

from crm.accounts import limits, secret_tokens
from crm.accounts.models import ApiKey, Staff
from crm.accounts.sessions import SessionStore
from crm.lib import clock

USED_EVERY = timedelta(minutes=1)


class BearerKey(HttpBearer):
    """`Authorization: Bearer crm_...`"""

    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        return staff_of_key(request, token)


class HeaderKey(APIKeyHeader):
    """`X-API-Key: crm_...`"""

    param_name = "X-API-Key"

    def authenticate(self, request: HttpRequest, key: str | None) -> Staff | None:
        return staff_of_key(request, key) if key else None


class Session(APIKeyCookie):
    """The browser's own session; writing with it needs the CSRF token as well."""

    param_name = settings.SESSION_COOKIE_NAME

    def authenticate(self, request: HttpRequest, key: str | None) -> Staff | None:  # noqa: ARG002 - ninja's own signature
        user = request.user
        return user if isinstance(user, Staff) and user.is_active else None


# Keys first: whoever sends one means it, and needs no CSRF token.
session_or_key: list[Any] = [BearerKey(), HeaderKey(), Session()]


def staff_of_key(request: HttpRequest, secret: str) -> Staff | None:
    """Who the key acts as, if it is good; one statement, its rate included."""
    key = (
        ApiKey.objects.usable().with_rate().filter(secret_hash=secret_tokens.hashed(secret)).first()
    )
    if key is None:
        return None
    limits.limit_key(request, key)
    if key.last_used_at is None or key.last_used_at < clock.now() - USED_EVERY:
        # Once a minute is enough to tell a key in use from a forgotten one.
        ApiKey.objects.filter(pk=key.pk).update(last_used_at=clock.now())
    return key.staff


def staff_of_session(session_key: str) -> Staff | None:
    """Whose session this is, if it still lives: for the live socket, which has no request."""
    request = HttpRequest()
    request.session = SessionStore(session_key)
    user = get_user(request)
    return user if isinstance(user, Staff) else None
