"""What may happen to a customer's lifecycle. The only writer of its tables."""

from crm.lifecycle.rules.beginning import begin, welcome, welcome_many
from crm.lifecycle.rules.caring import (
    EDITABLE,
    OWNED_BY_VERBS,
    edit,
    take_over,
    touch,
    touched_by,
)
from crm.lifecycle.rules.exporting import note_export
from crm.lifecycle.rules.moving import move, reconsider, reconsider_after, revise
from crm.lifecycle.rules.rehearsing import adopt, rehearse, rehearse_chunk
from crm.lifecycle.rules.sweeping import start_sweep, sweep_chunk, sweep_under_new_rules

__all__ = [
    "EDITABLE",
    "OWNED_BY_VERBS",
    "adopt",
    "begin",
    "edit",
    "move",
    "note_export",
    "reconsider",
    "reconsider_after",
    "rehearse",
    "rehearse_chunk",
    "revise",
    "start_sweep",
    "sweep_chunk",
    "sweep_under_new_rules",
    "take_over",
    "touch",
    "touched_by",
    "welcome",
    "welcome_many",
]
