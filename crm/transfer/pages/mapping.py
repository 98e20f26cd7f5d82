"""The form that says which column fills what: as many questions as the file has columns."""

from dataclasses import dataclass
from typing import Any, Self

from django.http import QueryDict

from crm.transfer import dates
from crm.transfer.fields import FIELDS
from crm.transfer.models import Import


@dataclass(frozen=True)
class Wanted:
    """What somebody chose."""

    mapping: list[str | None]
    date_orders: dict[str, str]
    source: str
    on_match: str

    @classmethod
    def read(cls, sent: QueryDict, upload: Import) -> Self:
        places = range(len(upload.columns))
        orders = {str(place): sent.get(f"order-{place}", "") for place in places}
        on_match = sent.get("on_match", "")
        return cls(
            mapping=[sent.get(f"column-{place}") or None for place in places],
            date_orders={place: order for place, order in orders.items() if order in _ORDERS},
            source=sent.get("source", "").replace("\0", "").strip()[:50],
            on_match=on_match if on_match in Import.OnMatch.values else Import.OnMatch.UPDATE,
        )


_ORDERS = {dates.DAY, dates.MONTH}


def shown(upload: Import, wanted: Wanted | None) -> dict[str, Any]:
    """The questions, answered as chosen or else as guessed."""
    mapping = wanted.mapping if wanted else upload.mapping
    orders = upload.date_orders | (wanted.date_orders if wanted else {})
    return {
        "upload": upload,
        "fields": [(name, field.label) for name, field in FIELDS.items()],
        "columns": [
            column
            | {
                "place": place,
                "name": column["header"] or f"({place + 1})",
                "field": mapping[place] if place < len(mapping) else None,
                "order": orders.get(str(place), ""),
                "is_torn": column["day_first"] and column["month_first"],
            }
            for place, column in enumerate(upload.columns)
        ],
        "source": wanted.source if wanted else upload.source,
        "on_match": wanted.on_match if wanted else upload.on_match,
        "ways": Import.OnMatch.choices,
    }
