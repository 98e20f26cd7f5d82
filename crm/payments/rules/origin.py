"""Where a movement comes from, and how it happens once however often it is asked for."""

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from crm.lib import turns
from crm.lib.refusal import Refusal
from crm.payments.models import LedgerTransaction


@dataclass(frozen=True)
class Origin:
    """A caller's own key, or an outside system's number; when it happened, if not now."""

    key: str = ""
    source: str | None = None
    external_id: str | None = None
    at: datetime | None = None
    fingerprint: str = ""

    def standing_for(self, *what: object) -> Self:
        """The same origin, remembering what its key means."""
        said = "\x1f".join(str(one) for one in what)
        return replace(self, fingerprint=hashlib.sha256(said.encode()).hexdigest())

    def done(self) -> LedgerTransaction | None:
        """What this key has done before. Refuses (422) a key that stood for something else.

        Whoever brings the same key at the same time waits here for the first.
        """
        if not self.key:
            return None
        turns.wait_for("payments.key", self.key)
        found = LedgerTransaction.objects.filter(key=self.key).first()
        if found is not None and found.fingerprint != self.fingerprint:
            raise Refusal(
                "This key was used for another movement of money.", field="key", status=422
            )
        return found


HERE = Origin()
