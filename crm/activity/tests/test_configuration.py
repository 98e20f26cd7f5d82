import threading

import pytest

from crm.activity import configuration
from crm.activity.models import ConfigVersion
from crm.activity.tests.make import Somebody
from crm.lib import config


@pytest.fixture
def own_folder(settings, tmp_path):
    settings.CONFIG_DIR = tmp_path
    yield tmp_path
    settings.CONFIG_DIR = None
    config.refresh_all()


def test_every_file_is_remembered_once(db, recorded):
    configuration.accept_all(by=Somebody())
    configuration.accept_all(by=Somebody())
    names = [declared.name for declared in config.declared()]
    assert sorted(ConfigVersion.objects.values_list("name", flat=True)) == names
    assert recorded() == ["config.accepted"] * len(names)


def test_a_changed_file_is_one_event_and_a_broken_one_none(own_folder, recorded):
    system = Somebody()
    configuration.accept_all(by=system)
    recorded.begin()
    (own_folder / "business.yaml").write_text("name: Brighter Fix\n")
    configuration.accept_all(by=system)
    (own_folder / "business.yaml").write_text("name: [\n")
    configuration.accept_all(by=system)
    assert [event.particulars["name"] for event in recorded.events()] == ["business"]
    assert list(config.problems()) == ["business"]
    latest = configuration.current("business")
    assert latest is not None
    assert latest.content["name"] == "Brighter Fix"


def test_going_back_to_an_earlier_content_is_told_too(own_folder, recorded):
    system = Somebody()
    configuration.accept_all(by=system)
    before = configuration.current("business")
    (own_folder / "business.yaml").write_text("name: Brighter Fix\n")
    configuration.accept_all(by=system)
    (own_folder / "business.yaml").unlink()
    recorded.begin()
    configuration.accept_all(by=system)
    assert recorded() == ["config.accepted"]
    assert configuration.current("business").hash == before.hash


@pytest.mark.django_db(transaction=True)
def test_the_watch_notices_a_file_while_the_product_runs(own_folder, monkeypatch):
    monkeypatch.setattr(configuration, "SECONDS_BETWEEN_LOOKS", 0.02)
    stop = threading.Event()
    watching = threading.Thread(target=configuration.watch, args=(stop,), kwargs={"by": Somebody})
    watching.start()
    try:
        _until(lambda: configuration.current("business"))
        (own_folder / "business.yaml").write_text("name: Brighter Fix\n")
        _until(lambda: configuration.current("business").content["name"] == "Brighter Fix")
    finally:
        stop.set()
        watching.join()


def _until(condition) -> None:
    waiting = threading.Event()
    for _time in range(200):
        if condition():
            return
        waiting.wait(0.05)
    pytest.fail("It did not happen within ten seconds.")
