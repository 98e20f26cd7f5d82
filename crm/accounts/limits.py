"""How often a door may be used, counted in PostgreSQL so that every process agrees.

`limit(request, "lead-form", rate="20/h")` counts exactly: public doors and sign-in are seldom
used, and one short upsert each is a fair price. API keys are used all the time, so their
requests are sampled (`limit_key`): one in SAMPLE counts for SAMPLE, and the count is read
with the key itself. A request then costs an upsert once in SAMPLE times, and the limit is
exact to about a tenth, which is all that a limit against runaway scripts needs.
"""

import ipaddress
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from crm.accounts.models import ApiKey
from crm.lib import clock
from crm.lib.refusal import Refusal

SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
SAMPLE = 20
KEY_RATE = "1200/m"

_COUNT = """
    INSERT INTO rate_counts AS counted (bucket, opened_at, hits) VALUES (%s, %s, %s)
    ON CONFLICT (bucket) DO UPDATE SET
        hits = excluded.hits + CASE WHEN counted.opened_at = excluded.opened_at
                                    THEN counted.hits ELSE 0 END,
        opened_at = excluded.opened_at
    RETURNING hits
"""


@dataclass(frozen=True)
class Allowance:
    """What is left of a limit: as the `RateLimit` headers tell it."""

    door: str
    most: int
    window: int
    used: int
    resets_in: int

    @property
    def is_spent(self) -> bool:
        return self.used > self.most

    @property
    def left(self) -> int:
        return max(0, self.most - self.used)


def limit(request: HttpRequest, door: str, *, rate: str, key: str | None = None) -> None:
    """Count this use of `door` by `key` (the caller's address); refuse with 429 beyond `rate`."""
    most, window = _parse(rate)
    bucket = f"{door}:{key or address(request)}"[:200]
    opened = _opened(window)
    used = _add(bucket, opened, 1)
    _judge(request, Allowance(door, most, window, used, _resets_in(opened, window)))


def limit_key(request: HttpRequest, key: ApiKey) -> None:
    """The same for an API key, whose `hits` and `hits_since` were read together with it."""
    most, window = _parse(KEY_RATE)
    opened = _opened(window)
    used = getattr(key, "hits", None) if getattr(key, "hits_since", None) == opened else None
    used = used or 0
    if used <= most and random.random() < 1 / SAMPLE:  # noqa: S311 - a sample, not a secret
        used = _add(f"key:{key.pk}", opened, SAMPLE)
    _judge(request, Allowance("api", most, window, used, _resets_in(opened, window)))


def address(request: HttpRequest) -> str:
    """Who is calling, as far as counting goes: an IPv4 address or an IPv6 /64.

    A home is given a whole /64, so its single addresses are no limit at all.
    """
    try:
        found = ipaddress.ip_address(request.META.get("REMOTE_ADDR") or "")
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)


class RateLimitMiddleware:
    """Tells callers what is left of their limit, and when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        allowance: Allowance | None = getattr(request, "allowance", None)
        if allowance is not None:
            door = f'"{allowance.door}"'
            response["RateLimit-Policy"] = f"{door};q={allowance.most};w={allowance.window}"
            response["RateLimit"] = f"{door};r={allowance.left};t={allowance.resets_in}"
            if allowance.is_spent:
                response["Retry-After"] = str(allowance.resets_in)
        return response


def _judge(request: HttpRequest, allowance: Allowance) -> None:
    request.allowance = allowance  # type: ignore[attr-defined]  # for RateLimitMiddleware
    if allowance.is_spent:
        minutes = ceil(allowance.resets_in / 60)
        raise Refusal(
            _("That was too often. Please try again in %(minutes)s min.") % {"minutes": minutes},
            status=429,
        )


def _add(bucket: str, opened: datetime, hits: int) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [bucket, opened, hits])
        (total,) = cursor.fetchone()
    return int(total)


def _parse(rate: str) -> tuple[int, int]:
    """`"20/h"` is 20 in 3,600 seconds; `"30/5m"` is 30 in 300."""
    most, _slash, window = rate.partition("/")
    return int(most), int(window[:-1] or 1) * SECONDS[window[-1]]


def _opened(window: int) -> datetime:
    seconds = int(clock.now().timestamp())
    return datetime.fromtimestamp(seconds - seconds % window, UTC)


def _resets_in(opened: datetime, window: int) -> int:
    return max(1, ceil((opened + timedelta(seconds=window) - clock.now()).total_seconds()))
