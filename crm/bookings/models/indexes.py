"""The ways in which repairs are looked up among millions.

What the heads of the board add up is in its indexes (`include`), so that no row is read for it.
"""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from crm.bookings.models.status import ENDED, OPEN, Status

NEVER = datetime.fromisoformat("9999-01-01T00:00:00+00:00")
DUE = Coalesce("promised_at", NEVER)
_ON_THE_BENCH = Q(status__in=OPEN, deleted_at=None)
_WORTH = ["final_price", "base_price"]

INDEXES: list[models.Index] = [
    models.Index(fields=["-created_at", "-id"], name="bookings_newest"),
    models.Index(fields=["branch", "-created_at", "-id"], name="bookings_newest_of_branch"),
    models.Index(fields=["customer", "-created_at", "-id"], name="bookings_of_customer"),
    models.Index(
        fields=["assigned_technician", "-created_at", "-id"],
        name="bookings_newest_of_person",
    ),
    models.Index(
        fields=["status", "-created_at", "-id"],
        name="bookings_newest_ended",
        condition=Q(status__in=ENDED),
    ),
    models.Index(
        "status",
        DUE,
        "id",
        name="bookings_bench",
        condition=_ON_THE_BENCH,
        include=_WORTH,
    ),
    models.Index(
        "branch",
        "status",
        DUE,
        "id",
        name="bookings_bench_of_branch",
        condition=_ON_THE_BENCH,
        include=_WORTH,
    ),
    models.Index(
        "assigned_technician",
        DUE,
        "id",
        name="bookings_bench_of_person",
        condition=_ON_THE_BENCH,
        include=["branch", "status", *_WORTH],
    ),
    models.Index(DUE, "id", name="bookings_bench_due", condition=_ON_THE_BENCH),
    models.Index(DUE, "id", name="bookings_due_order"),
    models.Index(
        fields=["-completed_at", "-id"],
        name="bookings_completed",
        condition=Q(status=Status.COMPLETED, deleted_at=None),
        include=["branch", "assigned_technician", *_WORTH],
    ),
    models.Index(
        fields=["-ready_at"],
        name="bookings_judged",
        condition=Q(was_on_time__isnull=False, deleted_at=None),
        include=["branch", "assigned_technician", "was_on_time"],
    ),
    models.Index(
        fields=["branch", "ready_at"],
        name="bookings_to_tell",
        condition=Q(status="READY_FOR_PICKUP", told_at=None, deleted_at=None),
    ),
]
