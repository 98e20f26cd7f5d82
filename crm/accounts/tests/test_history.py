"""Forensic history: what the rows of staff and keys were, whoever changed them and how."""

from django.apps import apps
from django.db import connection

from crm.accounts import rules


def history(model):
    return apps.get_model("accounts", model).objects.order_by("pgh_id")


def test_raw_sql_leaves_its_trace(rory):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staff SET role = 'owner' WHERE id = %s", [rory.pk])
        cursor.execute("DELETE FROM staff_branches WHERE staff_id = %s", [rory.pk])
        cursor.execute("DELETE FROM staff WHERE id = %s", [rory.pk])
    labels = history("StaffEvent").values_list("pgh_label", "role")
    assert list(labels) == [
        ("insert", "front_desk"),
        ("update", "owner"),
        ("delete", "owner"),
    ]
    assert [row.pgh_label for row in history("StaffBranchEvent")] == ["insert", "delete"]


def test_signing_in_is_no_history(rory, as_staff):
    as_staff(rory)
    rules.set_theme(rory, "dark")
    assert history("StaffEvent").count() == 1


def test_secrets_are_not_in_the_history(olga, branch):
    key, _secret = rules.issue_key(name="Export", role="read_only", branches=[branch], by=olga)
    row = history("ApiKeyEvent").values().get()
    assert key.secret_hash not in str(row)
    assert "password" not in history("StaffEvent").values().first()
