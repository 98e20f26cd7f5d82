"""Recording what a person decided, and the one judge of whom we may contact."""

from crm.consent.rules.judging import (
    Verdict,
    history,
    may_contact,
    may_contact_address,
    verdicts,
)
from crm.consent.rules.recording import Statement, follow_address, mirror, record, record_for

__all__ = [
    "Statement",
    "Verdict",
    "follow_address",
    "history",
    "may_contact",
    "may_contact_address",
    "mirror",
    "record",
    "record_for",
    "verdicts",
]
