"""`crm import-devices`: models come into the catalogue from JSON files."""

import argparse
import json
from contextlib import nullcontext

import pytest

from crm.catalogue.models import DeviceModel
from crm.cli import chores, devices, ground

FILE = [
    {
        "id": "iphone-13",
        "categoryId": "iphone",
        "brand": "Apple",
        "name": "iPhone 13",
        "year": 2021,
        "commonIssues": ["Cracked screen"],
        "averageRepairCost": 149,
    },
    {"id": "x", "categoryId": "iphone", "name": "Nobody's"},
]


@pytest.fixture
def command(db, monkeypatch):
    """The command on this test's database, which is migrated already."""
    monkeypatch.setattr(ground, "django", lambda data: nullcontext())
    monkeypatch.setattr(chores, "bring_up_to_date", lambda: None)
    return lambda *files: devices.import_models(argparse.Namespace(data=None, files=files))


def test_a_file_is_taken_in_once(command, tmp_path, capsys):
    path = tmp_path / "apple.devices.json"
    path.write_text(json.dumps({"devices": FILE}))
    assert command(path) == 1, "a row could not be read"
    said = capsys.readouterr()
    assert "1 created" in said.out
    assert "Nobody's: it has not a make." in said.err
    command(path)
    assert "1 unchanged" in capsys.readouterr().out
    assert DeviceModel.objects.get().category.slug == "phones"


@pytest.mark.parametrize("text", ["", "[", '{"a": 1}', "7"])
def test_a_file_of_something_else_is_refused(command, tmp_path, capsys, text):
    path = tmp_path / "other.json"
    path.write_text(text)
    assert command(path) == 1
    assert str(path) in capsys.readouterr().err
    assert not DeviceModel.objects.exists()
