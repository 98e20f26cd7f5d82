"""A model as it is written down by the files, a platform or a person, before it is a row."""

from dataclasses import dataclass, field
from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 1980, 2100
LONGEST_LIST = 30


@dataclass(frozen=True)
class ModelCard:
    """`category` is a slug, `brand` a name."""

    category: str
    brand: str
    name: str
    year: int | None = None
    specifications: dict[str, str] = field(default_factory=dict)
    common_issues: list[str] = field(default_factory=list)
    average_repair_cost: Decimal | None = None
    identifiers: list[str] = field(default_factory=list)
    image_url: str = ""
