"""The house style that a machine can check."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 400
FORBIDDEN_NAMES = {"utils", "helpers", "services", "managers", "base", "common"}
CODE = {".py", ".html", ".js", ".css", ".txt", ".yaml"}
PATH_IN_TEXT = re.compile(r"`((?:bin|config|crm|docs|tests|bench)/[\w./*-]+)`")


def tracked():
    """Every file that belongs to the product, written or still to be added."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.splitlines() if (path := ROOT / name).is_file()]


def test_no_file_is_longer_than_one_sitting():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in tracked()
        if path.suffix in CODE
        and not {"migrations", "requirements"} & set(path.parts)
        and (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_no_module_is_a_drawer():
    drawers = [path for path in tracked() if path.suffix == ".py" and path.stem in FORBIDDEN_NAMES]
    assert drawers == []


def test_nothing_that_is_built_or_locked_carries_the_address_of_a_registry():
    for path in [*ROOT.glob("requirements/*.txt"), ROOT / "package-lock.json"]:
        assert "://" not in path.read_text(), path


@pytest.mark.parametrize("document", ["README.md", "docs/tour.md"])
def test_every_path_a_document_names_exists(document):
    named = PATH_IN_TEXT.findall((ROOT / document).read_text())
    assert [path for path in named if not list(ROOT.glob(path.rstrip("/.")))] == []
