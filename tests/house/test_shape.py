"""The shape of the tree, which no single review would notice slipping."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 400
CODE = (".py", ".html", ".css", ".js", ".mjs")
LEFT_OUT = {"migrations", "node_modules", "dist", ".venv"}
DRAWERS = {"utils", "helpers", "services", "managers", "base", "common"}


def _files(*suffixes: str) -> list[Path]:
    return [
        path
        for folder in ("crm", "tests", "bin", "bench")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and not LEFT_OUT & set(path.relative_to(ROOT).parts)
    ]


def test_no_file_is_longer_than_one_sitting():
    too_long = {
        str(path.relative_to(ROOT)): lines
        for path in _files(*CODE)
        if (lines := path.read_text().count("\n")) > LONGEST
    }
    assert too_long == {}


def test_there_are_no_drawers():
    names = {path.stem for path in _files(".py")} | {path.parent.name for path in _files(".py")}
    assert names & DRAWERS == set()


@pytest.mark.parametrize(
    "page", ["README.md", "docs/tour.md", "docs/guides", "docs/decisions", "docs/api"]
)
def test_every_path_a_page_names_exists(page):
    where = ROOT / page
    pages = sorted(where.rglob("*.md")) if where.is_dir() else [where]
    assert pages
    missing = {
        f"{text.relative_to(ROOT)}: {name}"
        for text in pages
        for name in _named(text.read_text())
        if not (ROOT / name).exists()
    }
    assert missing == set()


def test_every_link_between_pages_leads_somewhere():
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    broken = {
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text())
        if not (page.parent / link).exists()
    }
    assert broken == set()


def test_nothing_names_the_machine_it_was_written_on():
    marks = ("/work/", "/root/", "site-packages", "pypi.org", "registry.npmjs")
    pages = [*(ROOT / "requirements").glob("*"), *(ROOT / "docs").rglob("*.md"), ROOT / "README.md"]
    pages += [
        path
        for name in ("package.json", "package-lock.json", ".npmrc")
        if (path := ROOT / name).exists()
    ]
    found = {f"{page.name}: {mark}" for page in pages for mark in marks if mark in page.read_text()}
    assert found == set()


def _named(text: str) -> set[str]:
    """Paths in backticks that begin with a folder of ours."""
    ticked = re.findall(r"`((?:crm|config|bin|tests|bench|docs|requirements)/[\w./-]+)`", text)
    return {name.rstrip("/.") for name in ticked if "*" not in name}
