"""When the demo shop is told, and when it is not."""

import pytest

from crm import demo
from crm.accounts.models import Staff
from crm.leads.models import Lead

pytestmark = pytest.mark.journey


def test_a_shop_of_ones_own_has_no_demo_logins(db, olga):
    assert demo.logins() == []


def test_a_start_stopped_half_way_is_told_again_from_the_beginning(db, monkeypatch):
    def stopped(shop):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("crm.demo.play", stopped)
        with pytest.raises(KeyboardInterrupt):
            demo.load()
    assert not Staff.objects.people().exists()
    demo.load()
    assert Lead.objects.active().exists()


def test_a_shop_of_ones_own_stays_as_it_is(olga):
    demo.load()
    assert Staff.objects.people().get() == olga
