"""When somebody should be in touch with a customer who has entered a stage."""

from datetime import datetime, timedelta

from crm.lifecycle.config import lifecycle_config
from crm.lifecycle.models import Stage


def next_action(stage: str, entered_at: datetime) -> datetime | None:
    """The configured number of days after entering the stage; None for never."""
    days = lifecycle_config().next_action_days.get(Stage(stage))
    return None if days is None else entered_at + timedelta(days=days)
