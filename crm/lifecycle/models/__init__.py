"""Where customers stand, how they came there, and the passes that judge them all."""

from crm.lifecycle.models.rehearsal import Rehearsal
from crm.lifecycle.models.standing import (
    NEVER,
    Lifecycle,
    LifecycleQuerySet,
    Stage,
    StageMove,
)
from crm.lifecycle.models.sweep import Sweep

__all__ = [
    "NEVER",
    "Lifecycle",
    "LifecycleQuerySet",
    "Rehearsal",
    "Stage",
    "StageMove",
    "Sweep",
]
