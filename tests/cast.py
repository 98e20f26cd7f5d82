"""The cast every test knows.

Olga owns Fixit, Tess repairs, Rory is at the front desk and Mia markets, all in Tottenham.
Rex is at the front desk in Croydon and must never see anything of Tottenham's.

`as_staff(rory)` is a browser in which Rory is signed in; `api(rory)` speaks JSON to
`/api/crm`; `recorded()` and `queued()` tell what the test's own body has caused so far,
leaving out whatever its fixtures did.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from crm.accounts.models import Branch, Staff
from crm.accounts.tests import make
from crm.activity.models import Event

API = "/api/crm"


@pytest.fixture
def branch(db: None) -> Branch:
    return make.branch("Tottenham")


@pytest.fixture
def other_branch(db: None) -> Branch:
    return make.branch("Croydon")


@pytest.fixture
def olga(branch: Branch) -> Staff:
    return make.staff("Olga Owner", "owner", branch)


@pytest.fixture
def tess(branch: Branch) -> Staff:
    return make.staff("Tess Technician", "technician", branch)


@pytest.fixture
def rory(branch: Branch) -> Staff:
    return make.staff("Rory Reception", "front_desk", branch)


@pytest.fixture
def mia(branch: Branch) -> Staff:
    return make.staff("Mia Marketer", "marketer", branch)


@pytest.fixture
def rex(other_branch: Branch) -> Staff:
    return make.staff("Rex Remote", "front_desk", other_branch)


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    """A password that is slow to guess is slow to test with."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(autouse=True)
def _static_files_unread(settings: Any) -> None:
    """Every test client would read the list of all static files before its first answer."""
    settings.WHITENOISE_AUTOREFRESH = True


@pytest.fixture
def as_staff(db: None) -> Callable[[Staff], Client]:
    def browser(staff: Staff) -> Client:
        client = Client()
        client.force_login(staff)
        return client

    return browser


class JsonClient:
    """Speaks JSON to the API with somebody's session, or as a stranger."""

    def __init__(self, staff: Staff | None) -> None:
        self.browser = Client()
        if staff is not None:
            self.browser.force_login(staff)

    def get(self, path: str, query: Any = None, **headers: str) -> HttpResponse:
        return self.browser.get(f"{API}{path}", query, headers=_spelt(headers))

    def post(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self._send("post", path, body, headers)

    def put(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self._send("put", path, body, headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self._send("patch", path, body, headers)

    def delete(self, path: str, body: Any = None, **headers: str) -> HttpResponse:
        return self._send("delete", path, body, headers)

    def _send(self, verb: str, path: str, body: Any, headers: dict[str, str]) -> HttpResponse:
        return getattr(self.browser, verb)(
            f"{API}{path}",
            {} if body is None else body,
            content_type="application/json",
            headers=_spelt(headers),
        )


def _spelt(headers: dict[str, str]) -> dict[str, str]:
    """`if_match="..."` for the header `if-match`."""
    return {name.replace("_", "-"): value for name, value in headers.items()}


@pytest.fixture
def api(db: None) -> Callable[[Staff | None], JsonClient]:
    return JsonClient


class Recorded:
    """The verbs recorded since the test's body began, in order."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._from = Event.objects.order_by("-seq").values_list("seq", flat=True).first() or 0

    def __call__(self) -> list[str]:
        return [event.verb for event in self.events()]

    def events(self) -> list[Event]:
        return list(Event.objects.filter(seq__gt=self._from).order_by("seq"))


class Queued:
    """The names of jobs queued since the test's body began, in order."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self._from = ProcrastinateJob.objects.order_by("-id").values_list("id", flat=True).first()

    def __call__(self) -> list[str]:
        jobs = ProcrastinateJob.objects.filter(id__gt=self._from or 0).order_by("id")
        return list(jobs.values_list("task_name", flat=True))


@pytest.fixture
def recorded(db: None) -> Recorded:
    return Recorded()


@pytest.fixture
def queued(db: None) -> Queued:
    return Queued()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """What fixtures recorded and queued is not the test's doing."""
    for name in ("recorded", "queued"):
        if name in getattr(item, "funcargs", {}):
            item.funcargs[name].begin()
    return (yield)
