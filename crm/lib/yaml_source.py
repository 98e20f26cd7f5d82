"""YAML that remembers its lines, so that a mistake can be pointed at."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


class ConfigError(Exception):
    """A configuration file that cannot be used; the text is `file:line: reason` lines."""


@dataclass(frozen=True)
class Source:
    path: Path
    data: dict[str, Any]
    node: yaml.Node | None

    def line(self, path: list[Any]) -> tuple[int, int]:
        """(line of the deepest existing part of `path`, how many parts exist)."""
        node, line, depth = self.node, 1, 0
        for part in path:
            step = _step(node, part)
            if step is None:
                break
            node, line = step
            depth += 1
        return line, depth


def read(path: Path) -> Source:
    """The file's mapping with its nodes; `ConfigError` names file and line of a mistake."""
    try:
        return parse(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}:1: {error}") from None


def parse(text: str, path: Path) -> Source:
    """The same of text that is, or may become, the file at `path`."""
    try:
        node, data = _understood(text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ConfigError(f"{path}:{line}: {error.problem or 'not YAML'}") from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ConfigError(f"{path}:1: {error}".replace("\n", " ")) from None
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise ConfigError(f"{path}:1: the file must be a mapping of names to values.")
    return Source(path, data, node)


def merged(layers: list[dict[str, Any]]) -> dict[str, Any]:
    """Later layers win; mappings merge name by name, lists are replaced whole."""
    result: dict[str, Any] = {}
    for layer in layers:
        for key, value in layer.items():
            below = result.get(key)
            both = isinstance(value, dict) and isinstance(below, dict)
            result[key] = merged([below, value]) if both and below is not None else value
    return result


def _understood(text: str) -> tuple[yaml.Node | None, Any]:
    """The text's nodes and what they say, parsed once: every process reads them at its start."""
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        return node, None if node is None else loader.construct_document(node)
    finally:
        loader.dispose()


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # either
    """Refuses a name that stands twice in one mapping, where YAML would let the last win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _value in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{key.value!r} stands twice in the same place",
                    problem_mark=key.start_mark,
                )
            seen.add(key.value)
        found: dict[Any, Any] = super().construct_mapping(node, deep)
        return found


def _step(node: yaml.Node | None, part: Any) -> tuple[yaml.Node, int] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return value, key.start_mark.line + 1
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        item = node.value[part]
        return item, item.start_mark.line + 1
    return None
