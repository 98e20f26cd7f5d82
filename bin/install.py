"""Makes `.venv` and what is in it; a repeat that has nothing to do costs nothing.

Standard library only: bin/demo, bin/test and bin/bench run it before anything is installed.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
OLDEST, NEWEST = (3, 11), (3, 13)


def ensure_python() -> None:
    """Go on in a Python that the locked requirements were made for."""
    if OLDEST <= sys.version_info[:2] <= NEWEST:
        return
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        other = shutil.which(f"python3.{minor}")
        if other:
            os.execv(other, [other, *sys.argv])
    sys.exit(
        "Reviva CRM needs Python 3.11, 3.12 or 3.13; this is {}.{}. Install one of them "
        "(python3.13, say) and try again.".format(*sys.version_info[:2])
    )


def install(requirements: str) -> None:
    """Have the packages of requirements/<requirements>.txt and the product in `.venv`."""
    ensure_python()
    try:
        with (ROOT / "pyproject.toml").open() as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)  # bin/demo and bin/test may be started at once
            _environment()
            _packages(requirements)
            _front_end()
    except KeyboardInterrupt:
        sys.exit("\nStopped; the next start goes on from here.")


def _environment() -> None:
    works = PYTHON.exists() and not subprocess.run([PYTHON, "-c", ""], check=False).returncode
    if works:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    if _uv():
        _step("Making .venv", [*_uv(), "venv", "-q", "--python", sys.executable, VENV])
    else:
        _step("Making .venv", [sys.executable, "-m", "venv", VENV])


def _packages(requirements: str) -> None:
    wanted = _stamp()
    # The tests' requirements contain the product's.
    for done in {requirements, "test"}:
        stamp = VENV / f".installed-{done}"
        if stamp.exists() and stamp.read_text() == wanted:
            return
    locked = ["--require-hashes", "-r", ROOT / "requirements" / f"{requirements}.txt"]
    _step("Installing packages", [*_pip(), *locked])
    own = ["--no-deps", "--no-build-isolation", "-e", ROOT]
    _step("Installing Reviva CRM and building its front end", [*_pip(), *own])
    (VENV / f".installed-{requirements}").write_text(wanted)


def _front_end() -> None:
    """Build what changed since it was installed; says so itself when it cannot."""
    command = [PYTHON, "-m", "crm.ui.build"]
    if subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.DEVNULL).returncode:
        sys.exit("The front end could not be built; what went wrong is written above.")


def _stamp() -> str:
    """Names everything that decides what is installed."""
    sources = [*sorted((ROOT / "requirements").glob("*.txt")), ROOT / "pyproject.toml"]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sources)).hexdigest()


def _uv() -> list[str]:
    """How to call uv, if it is there and works."""
    found = shutil.which("uv")  # maybe a version manager's stand-in for nothing
    if found is None:
        return []
    answer = subprocess.run([found, "--version"], capture_output=True, check=False)
    return [] if answer.returncode else [found]


def _pip() -> list[str | Path]:
    if _uv():
        return [*_uv(), "pip", "install", "-q", "--python", PYTHON]
    return [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]


def _step(title: str, command: list[str | Path]) -> None:
    print(f"{title} ...", end=" ", flush=True)
    begun = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, check=False)
    if done.returncode:
        sys.exit(f"\n{title} failed; what went wrong is written above.")
    print(f"{time.monotonic() - begun:.1f} s", flush=True)
