"""Whose key each call of the contract's programs carries: they take turns.

Schemathesis imports this into its own process, which knows them from the environment.
"""

import os
from itertools import cycle
from typing import Any

import schemathesis

VARIABLE = "CONTRACT_KEYS"
TURNS = cycle(os.environ.get(VARIABLE, "").split())


@schemathesis.auth(refresh_interval=None)
class InTurn:
    def get(self, case: schemathesis.Case, context: Any) -> str:
        return next(TURNS)

    def set(self, case: schemathesis.Case, key: str, context: Any) -> None:
        case.headers["Authorization"] = f"Bearer {key}"
