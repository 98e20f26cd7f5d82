"""What hatchling asks while it builds or installs the package."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface
from hatchling.metadata.plugin.interface import MetadataHookInterface


class Dependencies(MetadataHookInterface):
    """The names in requirements/run.in; the exact versions are in run.txt."""

    PLUGIN_NAME = "custom"

    def update(self, metadata: dict[str, Any]) -> None:
        lines = (Path(self.root) / "requirements" / "run.in").read_text().splitlines()
        metadata["dependencies"] = [line for line in lines if line and not line.startswith("#")]


class FrontEnd(BuildHookInterface):
    """Bundles the browser's scripts and styles; a stamp makes a repeat cost nothing."""

    PLUGIN_NAME = "custom"

    def initialize(self, *_of_the_build: object) -> None:
        subprocess.run([sys.executable, "-m", "crm.ui.build"], cwd=self.root, check=True)
