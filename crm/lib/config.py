"""Configuration as data: YAML defaults, a shop's own folder laid over them, one model each.

A package declares its file once (`scoring = declare("lead_scoring", LeadScoring)`) and asks
`scoring()` whenever it needs the value. A broken file stops the start; a running product
keeps the last good one and says so (`problems()`).
"""

import errno
import hashlib
import json
import os
from pathlib import Path
from typing import Any, Generic, TypeVar, cast

from django.conf import settings
from pydantic import BaseModel, ValidationError

from crm.lib.yaml_source import ConfigError, Source, merged, parse, read

M = TypeVar("M", bound=BaseModel)
_declared: dict[str, "Config[Any]"] = {}


class Config(Generic[M]):
    """One configuration file: its model, the value in force and that value's version."""

    def __init__(self, name: str, model: type[M]) -> None:
        self.name = name
        self.model = model
        self.problem: str | None = None
        self._current: tuple[M, str, dict[str, Any]] | None = None

    def __call__(self) -> M:
        return self._loaded()[0]

    @property
    def version(self) -> str:
        """Twelve hex digits that name this content wherever it was used."""
        return self._loaded()[1]

    @property
    def content(self) -> dict[str, Any]:
        """The merged data as read, before the model gave it types."""
        return self._loaded()[2]

    @property
    def in_force(self) -> tuple[M, str, dict[str, Any]]:
        """Value, version and content that belong together, whatever is refreshed meanwhile."""
        return self._loaded()

    def refresh(self) -> bool:
        """Read the files again. True if the value changed; a mistake keeps the last good one."""
        before = self._current and self._current[1]
        try:
            self._current = self._read()
        except ConfigError as error:
            if self._current is None:
                raise
            self.problem = str(error)
            return False
        self.problem = None
        return self._current[1] != before

    def draft(self, text: str) -> M:
        """The value if the shop's own file held this text; `ConfigError` says what is wrong."""
        defaults = [read(path) for path in _files(self.name, settings.DEFAULTS_DIR)]
        return self._valid([*defaults, parse(text, Path(f"{self.name}.yaml"))])[0]

    @property
    def text(self) -> str:
        """The file that has the last word, as it is written."""
        paths = _files(self.name, settings.DEFAULTS_DIR, settings.CONFIG_DIR)
        return paths[-1].read_text(encoding="utf-8") if paths else ""

    @property
    def is_writable(self) -> bool:
        """Whether the shop has a folder of its own that this process may write."""
        return settings.CONFIG_DIR is not None and os.access(settings.CONFIG_DIR, os.W_OK)

    def write(self, text: str) -> None:
        """Make this the shop's own file, whole or not at all. Raises `OSError`."""
        if settings.CONFIG_DIR is None:
            raise FileNotFoundError(errno.ENOENT, "CRM_CONFIG_DIR names none")
        path = settings.CONFIG_DIR / f"{self.name}.yaml"
        beside = path.with_suffix(".new")
        beside.write_text(text, encoding="utf-8")
        beside.replace(path)

    def _loaded(self) -> tuple[M, str, dict[str, Any]]:
        if self._current is None:
            self.refresh()
        return cast("tuple[M, str, dict[str, Any]]", self._current)

    def _read(self) -> tuple[M, str, dict[str, Any]]:
        files = _files(self.name, settings.DEFAULTS_DIR, settings.CONFIG_DIR)
        value, data = self._valid([read(path) for path in files])
        canonical = json.dumps(data, sort_keys=True, default=str)
        return value, hashlib.sha256(canonical.encode()).hexdigest()[:12], data

    def _valid(self, sources: list[Source]) -> tuple[M, dict[str, Any]]:
        if not sources:
            raise ConfigError(f"{self.name}.yaml: there is no such file in the config folder.")
        data = merged([source.data for source in sources])
        try:
            return self.model.model_validate(data), data
        except ValidationError as error:
            raise ConfigError("\n".join(_complaints(error, sources))) from None


def declare(name: str, model: type[M]) -> Config[M]:
    """The configuration called `name`, read from `<name>.yaml` when first asked for."""
    config = _declared.setdefault(name, Config(name, model))
    if config.model is not model:
        raise RuntimeError(f"{name}.yaml is declared twice, with two models.")
    return config


def declared() -> list[Config[Any]]:
    return [_declared[name] for name in sorted(_declared)]


def refresh_all() -> list[Config[Any]]:
    """Read every file again; those whose value changed."""
    return [config for config in declared() if config.refresh()]


def problems() -> dict[str, str]:
    """What is wrong with files that changed under a running product, by file name."""
    return {config.name: config.problem for config in declared() if config.problem}


def check() -> list[str]:
    """Everything wrong with the files on disk, as `file:line: reason` lines."""
    wrong = []
    for config in declared():
        try:
            config._read()  # noqa: SLF001 - this module's own class
        except ConfigError as error:
            wrong += str(error).splitlines()
    if settings.CONFIG_DIR:
        wrong += [
            f"{path}:1: no part of the product reads this file; is the name misspelt?"
            for path in sorted(settings.CONFIG_DIR.glob("*.y*ml"))
            if path.name not in {f"{name}.yaml" for name in _declared}
        ]
    return wrong


def modified() -> dict[str, float]:
    """When each file was last written, by path: equal answers mean nothing changed."""
    folders = settings.DEFAULTS_DIR, settings.CONFIG_DIR
    paths = [path for config in declared() for path in _files(config.name, *folders)]
    return {str(path): path.stat().st_mtime for path in paths}


def _files(name: str, *folders: Path | None) -> list[Path]:
    paths = [folder / f"{name}.yaml" for folder in folders if folder]
    return [path for path in paths if path.is_file()]


def _complaints(error: ValidationError, sources: list[Source]) -> list[str]:
    lines = []
    for item in error.errors():
        path = [part for part in item["loc"] if not str(part).startswith("function-")]
        source, line = _where(path, sources)
        reason = item["msg"].removeprefix("Value error, ")
        where = ".".join(map(str, path))
        lines.append(
            f"{source.path}:{line}: {where}: {reason}"
            if where
            else f"{source.path}:{line}: {reason}"
        )
    return lines


def _where(path: list[Any], sources: list[Source]) -> tuple[Source, int]:
    """The file that had the last word on this path, and the nearest line in it."""
    found = [(source, *source.line(path)) for source in sources]
    source, line, _depth = max(reversed(found), key=lambda item: item[2])
    return source, line
