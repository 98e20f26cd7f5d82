"""Every door, tried by every role of this branch, of another branch, and by a stranger."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from crm.accounts.config import permissions
from crm.integrations.tests import stripe_server
from tests.permissions.bodies import BODIES
from tests.permissions.table import ROWS, WHO
from tests.permissions.walk import UNWRITTEN, Door, doors
from tests.permissions.world import MARK, ROLES, World, build

DOORS = doors()
NEEDS_A_CARD_COMPANY = {"POST /api/crm/payments/cards"}
REFUSED = {401, 403, 404, 405}
# Behind these stands a security key, which no test can press.
NEEDS_A_KEY = {"/account/security/passkeys/{pk}", "/account/security/passkeys/{pk}/removal"}

pytestmark = pytest.mark.django_db  # or pytest-django would make no database for these tests


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once for all doors; what happens behind them is undone call by call."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


def call(door: Door, world: World, caller, method: str):
    """What the door answers, with everything it did undone."""
    client = Client(raise_request_exception=False)
    if caller is not None:
        client.cookies[settings.SESSION_COOKIE_NAME] = world.sessions[caller.pk]
    with transaction.atomic():
        path = world.path(door.address, caller)
        if door.is_api and method != "GET":
            body = json.dumps(BODIES[door.name]) if door.name in BODIES else ""
            response = client.generic(method, path, body, content_type="application/json")
        else:
            response = getattr(client, method.lower())(path)
        if not response.streaming:
            response.content  # noqa: B018 - rendered while its rows are still there
        transaction.set_rollback(True)
    return response


def may(name: str) -> set[str]:
    return set(WHO[ROWS[name]])


@pytest.fixture
def card_company(settings, monkeypatch):
    with stripe_server.connected(settings, monkeypatch) as account:
        yield account


def test_every_door_has_a_row():
    assert sorted(set(DOORS) - set(ROWS)) == []


def test_every_row_has_a_door():
    assert sorted(set(ROWS) - set(DOORS)) == []


def test_every_door_says_who_may():
    assert [door.name for door in DOORS.values() if door.needs == UNWRITTEN] == []


@pytest.mark.parametrize("name", sorted(ROWS))
def test_the_door_asks_for_what_the_table_says(name):
    needs = DOORS[name].needs
    if ROWS[name] == "anybody":
        assert needs is None
    elif needs == "":
        assert ROWS[name] == "everyone"
    else:
        roles = permissions().for_people()
        assert {role for role in ROLES if needs in roles[role].may} == may(name)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_the_door_opens_for_those_and_nobody_else(world, name, request):
    door = DOORS[name]
    if name in NEEDS_A_CARD_COMPANY:
        request.getfixturevalue("card_company")
    answers = {}
    for method in door.methods:
        _strangers(door, world, method)
        if ROWS[name] != "anybody":
            answers[method] = _colleagues(door, world, method)
            _people_elsewhere(door, world, method)
    if ROWS[name] != "anybody":
        _is_open_to_somebody(door, answers)


def _strangers(door: Door, world: World, method: str) -> None:
    response = call(door, world, None, method)
    assert response.status_code < 500, f"a stranger breaks {method} {door.name}"
    assert MARK not in _text(response), f"a stranger reads {method} {door.name}"
    if ROWS[door.name] == "anybody":
        return
    if door.is_api:
        assert response.status_code == 401
    else:
        at_sign_in = response.status_code == 302 and response["Location"].startswith("/sign-in")
        assert at_sign_in or response.status_code in REFUSED, response.status_code


def _colleagues(door: Door, world: World, method: str) -> dict[str, int]:
    """What each role was answered."""
    answers = {}
    for role, person in world.people.items():
        response = call(door, world, person, method)
        said = f"{role}: {method} {door.name} answered {response.status_code}"
        assert response.status_code < 500, said
        if role in may(door.name):
            assert response.status_code not in {401, 403}, said
        else:
            assert response.status_code in {403, 405}, said
            assert MARK not in _text(response).replace(str(person), ""), said
        answers[role] = response.status_code
    return answers


def _people_elsewhere(door: Door, world: World, method: str) -> None:
    """Whatever their role, they neither read nor change what is this branch's."""
    for role, person in world.elsewhere.items():
        response = call(door, world, person, method)
        said = f"{role} elsewhere: {method} {door.name} answered {response.status_code}"
        assert MARK not in _text(response), said
        if "pk}" in door.address or "_id}" in door.address:
            assert response.status_code in REFUSED, said


def _is_open_to_somebody(door: Door, answers: dict[str, dict[str, int]]) -> None:
    """With a real row behind it, at least one method does more than say no."""
    role = next(role for role in ROLES if role in may(door.name))
    codes = {method: answers[method][role] for method in door.methods}
    if door.is_api:
        assert set(codes.values()) <= {200, 201, 204}, f"{role}: {door.name} answered {codes}"
    elif door.name not in NEEDS_A_KEY:
        assert set(codes.values()) - REFUSED, f"{role}: {door.name} answered {codes}"


def _text(response) -> str:
    return "" if response.streaming else response.content.decode(errors="replace")
