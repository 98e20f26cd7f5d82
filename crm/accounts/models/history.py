"""Forensic history: triggers that see every change, those of raw SQL too."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import pghistory
from django.db.models import Model

M = TypeVar("M", bound=type[Model])


def forensic(table: str, *, exclude: Sequence[str] = ()) -> Callable[[M], M]:
    """Keep every version of the model's rows in `table`, except the `exclude`d columns.

    Who did it is the activity log's business; this says what the rows were, whoever did it.
    """
    tracked: Callable[[M], M] = pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        exclude=list(exclude),
        context_field=None,  # type: ignore[arg-type]  # None is documented, the stub forgot it
        meta={"db_table": table},
    )
    return tracked
