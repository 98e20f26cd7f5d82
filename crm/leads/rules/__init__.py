"""What may happen to a lead. The only writer of its tables."""

from crm.leads.rules.assignment import assign, assign_many
from crm.leads.rules.capture import NewLead, create, known
from crm.leads.rules.contact import heard_from, reached_out
from crm.leads.rules.conversion import Conversion, convert
from crm.leads.rules.editing import edit
from crm.leads.rules.ending import delete, lose, reopen, restore
from crm.leads.rules.exporting import note_export
from crm.leads.rules.follow_ups import (
    awaiting_too_long,
    complete_follow_up,
    give_up_waiting,
    schedule_follow_up,
)
from crm.leads.rules.handing_over import hand_over, open_follow_ups_of, open_leads_of
from crm.leads.rules.postponing import postpone_follow_up, reopen_follow_up
from crm.leads.rules.qualification import (
    MOVES,
    disqualify,
    qualify,
    start_qualifying,
    unqualify,
)
from crm.leads.rules.rescoring import rescore_chunk, rescore_under_new_rules, start_rescoring
from crm.leads.rules.saving import locked
from crm.leads.rules.scoring import score

__all__ = [
    "MOVES",
    "Conversion",
    "NewLead",
    "assign",
    "assign_many",
    "awaiting_too_long",
    "complete_follow_up",
    "convert",
    "create",
    "delete",
    "disqualify",
    "edit",
    "give_up_waiting",
    "hand_over",
    "heard_from",
    "known",
    "locked",
    "lose",
    "note_export",
    "open_follow_ups_of",
    "open_leads_of",
    "postpone_follow_up",
    "qualify",
    "reached_out",
    "reopen",
    "reopen_follow_up",
    "rescore_chunk",
    "rescore_under_new_rules",
    "restore",
    "schedule_follow_up",
    "score",
    "start_qualifying",
    "start_rescoring",
    "unqualify",
]
