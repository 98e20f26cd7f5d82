"""What holds for every template of the product, whichever package it belongs to."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template

from crm.ui import bundles

CRM = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(CRM.glob("**/templates/**/*.html"))
COMPONENTS = CRM / "ui" / "templates" / "ui" / "components"
STYLES = CRM / "ui" / "frontend" / "css"


def named(path):
    return str(path.relative_to(CRM))


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_it_holds_no_inline_style_or_script(path):
    text = path.read_text()
    assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:|<style", text)
    # A block of JSON is data, which the content security policy does not mind.
    scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", text)
    assert scripts == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_its_icons_are_in_the_sprite(path):
    asked = re.findall(r"\{% icon [\"']([\w-]+)[\"']|\bicon=[\"']([\w-]+)[\"']", path.read_text())
    assert {a or b for a, b in asked} <= bundles.icons()


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_a_component_compiles(path):
    get_template(f"ui/components/{path.name}")


def test_the_sprite_holds_every_icon_listed():
    sprite = (bundles.DIST / Path(bundles.url("icons.svg")).name).read_text()
    assert set(re.findall(r'<symbol id="([\w-]+)"', sprite)) == bundles.icons()


def test_every_class_a_component_uses_has_a_style():
    used = set()
    for path in COMPONENTS.glob("*.html"):
        for value in re.findall(r'class="([^"]*)"', path.read_text()):
            used |= set(re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", value).split())
    styles = "".join(path.read_text() for path in STYLES.rglob("*.css"))
    assert {name for name in used if not re.search(rf"\.{name}\b", styles)} == set()
