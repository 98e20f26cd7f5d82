"""The world a test run lives in, made before Django reads its settings.

Loaded as a pytest plugin (`-p tests.environment` in pyproject.toml) because a conftest would
come too late: pytest-django reads the settings before any conftest is imported.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from crm.embedded_postgres import started


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Iterator[None]:
    forget_the_shell()
    stack = ExitStack()
    early_config.add_cleanup(stack.close)
    stack.enter_context(database())
    return (yield)


def forget_the_shell() -> None:
    """The same product for every developer, whatever their shell exports."""
    for name in [name for name in os.environ if name.startswith("CRM_")]:
        del os.environ[name]
    os.environ["CRM_SECRET_KEY"] = "only-for-tests-and-therefore-no-secret"


@contextmanager
def database() -> Iterator[None]:
    """`DATABASE_URL` as given, else a throw-away embedded server for the whole run.

    The workers of pytest-xdist inherit the variable, so only their controller starts one.
    """
    if "DATABASE_URL" in os.environ:
        yield
        return
    folder = Path(tempfile.mkdtemp(prefix="reviva-tests-"))
    try:
        with started(folder, durable=False) as url:
            os.environ["DATABASE_URL"] = url
            yield
    finally:
        os.environ.pop("DATABASE_URL", None)
        shutil.rmtree(folder, ignore_errors=True)
