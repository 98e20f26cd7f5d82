"""The command that brings device models in from JSON files, such as a platform's own."""

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from crm.cli import ground

CHUNK = 200


def import_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        type=Path,
        metavar="FILE",
        help="JSON: a list of {id, categoryId, brand, name, year, ...}",
    )


def import_models(options: argparse.Namespace) -> int:
    """Again is harmless: a model is known by its number over there, or by make and name."""
    with ground.django(options.data):
        from crm.cli.chores import bring_up_to_date
        from crm.integrations.revivatech.device_reading import read, rows
        from crm.integrations.rules.device_imports import take_in
        from crm.lib.refusal import Refusal

        bring_up_to_date()
        problems = 0
        for path in options.files:
            try:
                found = read(rows(_content(path)))
            except (Refusal, OSError, ValueError) as error:
                sys.stderr.write(f"{path}: {error}\n")
                problems += 1
                continue
            counts: Counter[str] = Counter()
            for start in range(0, len(found.models), CHUNK):
                counts += take_in(found.models[start : start + CHUNK])
            said = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
            sys.stdout.write(f"{path}: {said or 'nothing to take in'}\n")
            for problem in found.problems:
                sys.stderr.write(f"{path}: {problem}\n")
            problems += len(found.problems)
        return 1 if problems else 0


def _content(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
