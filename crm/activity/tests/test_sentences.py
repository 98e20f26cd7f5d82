"""Every verb the product records has its sentence, and no sentence is left without a verb."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings

VERB = re.compile(r"[a-z_]+\.[a-z_]+")
PACKAGES = sorted(path.parent for path in settings.PACKAGE.glob("*/__init__.py"))
FALLBACK = "any_other"


def sentences(package: Path) -> set[str]:
    return {path.stem for path in package.glob("templates/activity/*.txt")} - {FALLBACK}


def recorded_verbs(package: Path) -> set[str]:
    """Verbs written in `record(...)`; where one is passed on to it, those its rules name."""
    verbs: set[str] = set()
    for tree in _sources(package).values():
        calls = [node for node in ast.walk(tree) if _is_record(node)]
        written = [call.args[0].value for call in calls if isinstance(call.args[0], ast.Constant)]
        verbs.update(written)
        if len(written) < len(calls):
            verbs |= _named_by_rules(package)
    return verbs


def _named_by_rules(package: Path) -> set[str]:
    """Words in the files that record, or that are rules, which are spelt like this package's verbs."""
    prefixes = tuple(f"{verb.partition('.')[0]}." for verb in sentences(package))
    return {
        node.value
        for path, tree in _sources(package).items()
        if path.startswith("rules") or any(_is_record(node) for node in ast.walk(tree))
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and VERB.fullmatch(node.value)
        and node.value.startswith(prefixes)
    }


@cache
def _sources(package: Path) -> dict[str, ast.Module]:
    paths = (path for path in package.rglob("*.py") if "tests" not in path.parts)
    return {str(path.relative_to(package)): ast.parse(path.read_text()) for path in paths}


def _is_record(node: ast.AST) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"record", "record_rows"}
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "activity"
    )


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_verbs_and_sentences_belong_together(package):
    assert recorded_verbs(package) == sentences(package)
