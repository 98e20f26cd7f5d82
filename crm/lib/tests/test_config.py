from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from crm.lib import config
from crm.lib.config import Config
from crm.lib.yaml_source import ConfigError


class Shelf(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    books: dict[str, int] = {}


@pytest.fixture
def folders(settings, tmp_path: Path):
    settings.DEFAULTS_DIR, settings.CONFIG_DIR = tmp_path / "defaults", tmp_path / "own"
    settings.DEFAULTS_DIR.mkdir()
    settings.CONFIG_DIR.mkdir()
    (settings.DEFAULTS_DIR / "shelf.yaml").write_text("name: Default\nbooks:\n  a: 1\n  b: 2\n")
    return settings.DEFAULTS_DIR, settings.CONFIG_DIR


def test_a_shops_own_folder_is_laid_over_the_defaults(folders):
    (folders[1] / "shelf.yaml").write_text("books:\n  b: 5\n")
    shelf = Config("shelf", Shelf)
    assert shelf() == Shelf(name="Default", books={"a": 1, "b": 5})
    assert len(shelf.version) == 12


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("books:\n  a: many\n", 2, "valid integer"),
        ("name: A\nbooks:\n  a: 1\n  a: 2\n", 4, "stands twice"),
        ("name: A\nshelves: 3\n", 2, "Extra inputs"),
        ("name: [\n", 2, "node content"),
        ("- a list\n", 1, "must be a mapping"),
    ],
)
def test_a_mistake_names_file_line_and_reason(folders, text, line, reason):
    path = folders[1] / "shelf.yaml"
    path.write_text(text)
    with pytest.raises(ConfigError) as error:
        Config("shelf", Shelf)()
    assert str(error.value).startswith(f"{path}:{line}: ")
    assert reason in str(error.value)


def test_a_running_product_keeps_the_last_good_one_and_says_so(folders):
    shelf = Config("shelf", Shelf)
    version = shelf.version
    (folders[1] / "shelf.yaml").write_text("books: 7\n")
    assert not shelf.refresh()
    assert shelf().name == "Default"
    assert shelf.version == version
    assert "shelf.yaml:1: books" in (shelf.problem or "")
    (folders[1] / "shelf.yaml").write_text("name: Better\n")
    assert shelf.refresh()
    assert (shelf().name, shelf.problem) == ("Better", None)


def test_a_file_nobody_reads_is_a_mistake(settings, tmp_path):
    settings.CONFIG_DIR = tmp_path
    (tmp_path / "permisions.yaml").write_text("roles: {}\n")
    assert any("permisions.yaml:1: no part of the product" in line for line in config.check())


def test_what_the_product_ships_is_valid():
    assert config.check() == []
