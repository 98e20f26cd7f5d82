"""The API's document is complete, and stays the one callers have read."""

import pytest

from crm.urls import api

OPERATIONS = [
    (method, path, operation)
    for path, item in api.get_openapi_schema()["paths"].items()
    for method, operation in item.items()
]


def test_it_is_openapi_3_1_with_every_way_to_sign_in():
    document = api.get_openapi_schema()
    assert document["openapi"] == "3.1.0"
    assert sorted(document["components"]["securitySchemes"]) == [
        "BearerKey",
        "HeaderKey",
        "Session",
    ]


def test_every_operation_has_a_name_of_its_own():
    names = [operation["operationId"] for _method, _path, operation in OPERATIONS]
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
def test_every_operation_says_what_it_can_answer(method, path, operation):
    answers = set(operation["responses"])
    assert {400, 401, 403, 422, 429} <= answers
    assert ({404} <= answers) is ("{" in path)
    assert ({409} <= answers) is (method != "get")
    assert ({413, 415} <= answers) is ("requestBody" in operation)
    assert ({412} <= answers) is ("If-Match" in {p["name"] for p in operation["parameters"]})
    assert operation["tags"]
    assert operation["description"]


def test_every_list_is_bounded():
    for _method, _path, operation in OPERATIONS:
        limits = [p["schema"] for p in operation["parameters"] if p["name"] == "limit"]
        assert all(limit["maximum"] <= 100 and limit["minimum"] == 1 for limit in limits)
