"""`Idempotency-Key`: twice the same call, once the effect."""

import threading

import pytest
from django.db import connection, transaction
from django.test import Client

from crm.accounts.models import IdempotencyKey, SavedView
from crm.accounts.tests.urls import api as small_api

pytestmark = pytest.mark.urls("crm.accounts.tests.urls")


def test_a_repeat_changes_nothing_and_answers_the_same(rory, api, recorded):
    caller = api(rory)
    first = caller.post("/views", {"name": "Hot"}, idempotency_key="one")
    again = caller.post("/views", {"name": "Hot"}, idempotency_key="one")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.json() == first.json()
    assert again["ETag"] == first["ETag"] == '"1"'
    assert again["Content-Type"] == first["Content-Type"]
    assert again["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert recorded() == ["view.saved"]


def test_the_same_key_with_another_body_is_refused(rory, api, recorded):
    caller = api(rory)
    caller.post("/views", {"name": "Hot"}, idempotency_key="one")
    answer = caller.post("/views", {"name": "Cold"}, idempotency_key="one")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert recorded() == ["view.saved"]


def test_each_caller_has_their_own_keys(rory, tess, api):
    api(rory).post("/views", {"name": "Hot"}, idempotency_key="one")
    answer = api(tess).post("/views", {"name": "Cold"}, idempotency_key="one")
    assert answer.status_code == 201
    assert SavedView.objects.count() == 2


def test_what_was_refused_may_be_tried_again(rory, api):
    caller = api(rory)
    refused = caller.post("/views", {"name": " "}, idempotency_key="one")
    assert (refused.status_code, IdempotencyKey.objects.count()) == (422, 0)
    assert caller.post("/views", {"name": "Hot"}, idempotency_key="one").status_code == 201


def test_without_a_key_every_call_counts(rory, api, recorded):
    caller = api(rory)
    caller.post("/views", {"name": "Hot"})
    caller.post("/views", {"name": "Hot"})
    assert (recorded(), IdempotencyKey.objects.count()) == (["view.saved", "view.saved"], 0)


@pytest.mark.parametrize("key", ["", "x" * 256, "a\tb"])
def test_an_unusable_key_is_refused(rory, api, key):
    assert api(rory).post("/views", {"name": "Hot"}, idempotency_key=key).status_code == 422


def test_a_stranger_stores_nothing(db):
    answer = Client().post("/api/crm/views", {"name": "Hot"}, headers={"Idempotency-Key": "one"})
    assert (answer.status_code, IdempotencyKey.objects.count()) == (401, 0)


def test_the_document_names_the_header():
    operation = small_api.get_openapi_schema()["paths"]["/api/crm/views"]["post"]
    assert [parameter["name"] for parameter in operation["parameters"]] == ["Idempotency-Key"]


@pytest.mark.django_db(transaction=True)
def test_a_call_in_flight_is_answered_409(rory, api):
    caller = api(rory)
    started, finish = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            api(rory).post("/views", {"name": "Hot"}, idempotency_key="one")
            started.set()
            finish.wait(5)
        connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    started.wait(5)
    answer = caller.post("/views", {"name": "Hot"}, idempotency_key="one")
    finish.set()
    thread.join()
    assert answer.status_code == 409
    assert caller.post("/views", {"name": "Hot"}, idempotency_key="one")["Idempotency-Replayed"]
