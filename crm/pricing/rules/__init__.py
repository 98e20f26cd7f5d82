"""What may happen to a price: asked for, recorded, asked again."""

from crm.pricing.rules.quoting import Priced, price, quote, record
from crm.pricing.rules.replaying import Replay, replay, today

__all__ = ["Priced", "Replay", "price", "quote", "record", "replay", "today"]
