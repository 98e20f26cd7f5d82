"""A customer's moves with their evidence in readable words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from crm import criteria
from crm.lifecycle.models import Lifecycle, StageMove

MOST = 100


@dataclass(frozen=True)
class Told:
    """One move, and what was known when it was made."""

    move: StageMove
    facts: list[tuple[str, str]]


def moves(row: Lifecycle) -> list[Told]:
    """The latest first."""
    found = StageMove.objects.filter(customer=row.customer_id).select_related("moved_by")
    return [Told(move, _facts(move)) for move in found.order_by("-moved_at", "-pk")[:MOST]]


def _facts(move: StageMove) -> list[tuple[str, str]]:
    """A conversion keeps the lead's score, a judgement the facts its rules asked about."""
    told = criteria.told("customer", move.evidence)
    if score := move.evidence.get("lead_score"):
        told.append((_("Score of the lead"), str(score)))
    return told
