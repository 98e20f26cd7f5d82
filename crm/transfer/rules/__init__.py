"""What may happen to an import: received, surveyed, mapped, judged, applied, undone."""

from crm.transfer.rules.applying import apply, apply_chunk
from crm.transfer.rules.forgetting import forget
from crm.transfer.rules.judging import choose, judge
from crm.transfer.rules.receiving import begin, keep_piece
from crm.transfer.rules.surveying import survey
from crm.transfer.rules.undoing import undo, undo_chunk

__all__ = [
    "apply",
    "apply_chunk",
    "begin",
    "choose",
    "forget",
    "judge",
    "keep_piece",
    "survey",
    "undo",
    "undo_chunk",
]
