"""What may happen to a customer's lifecycle. The only writer of its tables."""

from crm.lifecycle.rules.beginning import begin, welcome
from crm.lifecycle.rules.moving import move, reconsider, reconsider_after
from crm.lifecycle.rules.sweeping import start_sweep, sweep_chunk

__all__ = [
    "begin",
    "move",
    "reconsider",
    "reconsider_after",
    "start_sweep",
    "sweep_chunk",
    "welcome",
]
