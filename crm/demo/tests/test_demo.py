"""The demo shop as it stands after its first start."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.test import override_settings

from crm import demo
from crm.accounts.models import Staff
from crm.activity import pump
from crm.activity.models import Event
from crm.bookings.models import Promise
from crm.customers.models import Customer, Device
from crm.integrations.models import Approval
from crm.interactions.models import Interaction
from crm.leads.models import Lead

pytestmark = [pytest.mark.journey, pytest.mark.django_db]
QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as every test reads passwords


@pytest.fixture(scope="module")
def shop(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Told once for all tests; what each does to it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(PASSWORD_HASHERS=QUICK):
            demo.load()
        yield
        transaction.set_rollback(True)


def test_the_demo_is_a_shop_with_work_in_every_state(shop):
    states = set(Lead.objects.values_list("status", flat=True))
    assert states == {"ACTIVE", "CONVERTED", "LOST", "UNRESPONSIVE"}
    assert Lead.objects.active().filter(next_follow_up__isnull=False).exists()
    assert Customer.objects.count() > 20
    assert Approval.objects.filter(status=Approval.Status.WAITING).count() >= 3
    assert Event.objects.filter(verb="lead.converted").count() > 20
    assert Device.objects.exclude(model=None).count() > 20
    assert Device.objects.exclude(imei="").exists()


def test_everybody_can_sign_in_and_rex_sees_nothing_of_tottenhams(shop, client):
    for role, email, password in demo.logins():
        person = Staff.objects.get(email=email)
        assert person.role == role
        assert person.check_password(password)
    rex = Staff.objects.get(email="rex@fixit.example")
    assert not Lead.objects.visible_to(rex).filter(branch__name="Tottenham").exists()


def test_a_second_start_changes_nothing(shop):
    before = Event.objects.count()
    demo.load()
    assert Event.objects.count() == before


def test_volume_comes_with_everything_the_rules_would_have_written(shop):
    before, head = Customer.objects.count(), pump.head()
    told: list[int] = []
    demo.fill(50, told.append, interactions=3)
    assert Interaction.objects.filter(customer__source_type__gt="").count() >= 150
    assert Customer.objects.count() == before + 50
    assert told == [50]
    assert not pump.is_waiting()  # old news, which no listener takes for something new
    assert not Event.objects.filter(position__gt=head).exists()
    orphans = (
        "SELECT count(*) FROM customers c WHERE NOT EXISTS"
        " (SELECT FROM customer_access a WHERE a.customer_id = c.id) OR NOT EXISTS"
        " (SELECT FROM customer_lifecycle l WHERE l.customer_id = c.id)"
    )
    with connection.cursor() as cursor:
        cursor.execute(orphans)
        assert cursor.fetchone() == (0,)
    first = Promise.objects.filter(is_first=True)
    assert set(first.values_list("kept", flat=True)) == {None, True, False}
    assert not first.filter(kept__isnull=False).exclude(booking__was_on_time=F("kept")).exists()


def test_many_customers_get_their_indexes_back(shop, monkeypatch):
    monkeypatch.setattr("crm.demo.volume.MANY", 20)
    monkeypatch.setattr("crm.demo.volume.REST", "ANALYZE")  # no vacuum inside a test
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_indexes")
        before = cursor.fetchone()
        demo.fill(20)
        cursor.execute("SELECT count(*) FROM pg_indexes")
        assert cursor.fetchone() == before
