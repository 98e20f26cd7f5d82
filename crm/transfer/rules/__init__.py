"""What may happen to an import: received or fetched, surveyed, mapped, judged, applied, undone."""

from crm.transfer.rules.applying import apply, apply_chunk
from crm.transfer.rules.fetching import begin_fetch, give_up, take_in
from crm.transfer.rules.forgetting import forget
from crm.transfer.rules.judging import choose, judge
from crm.transfer.rules.receiving import begin, keep_piece
from crm.transfer.rules.surveying import survey
from crm.transfer.rules.undoing import undo, undo_chunk

__all__ = [
    "apply",
    "apply_chunk",
    "begin",
    "begin_fetch",
    "choose",
    "forget",
    "give_up",
    "judge",
    "keep_piece",
    "survey",
    "take_in",
    "undo",
    "undo_chunk",
]
