"""The end of the day, for programs."""

from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from ninja.responses import Status
from pydantic import Field

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.bookings.finding import branch_of
from crm.lib import clock
from crm.lib.schema import In
from crm.lib.wire import DayIn, Line, MoneyIn
from crm.payments import rules, tills
from crm.payments.api.amounts import pounds
from crm.payments.api.given import CashUpOut
from crm.payments.config import MoneyMethod

router = Router(tags=["payments"])


class DayAsked(Schema):
    branch_id: UUID | None = Field(default=None, description="the caller's own unless given")
    day: DayIn | None = Field(default=None, description="today unless given")


class CashUpIn(In):
    branch_id: UUID | None = None
    day: DayIn
    counted: Annotated[dict[MoneyMethod, MoneyIn], Field(max_length=10)]
    note: Line = ""


@router.get("", response=CashUpOut)
@may("payments.cash_up")
def get_cash_up(request: HttpRequest, asked: Query[DayAsked]) -> dict[str, Any]:
    """What one branch took on one day by method, and what was counted."""
    branch = branch_of(asked.branch_id, caller(request))
    return _told(tills.till(branch, asked.day or rules.local_day(clock.now())))


@router.post("", response={201: CashUpOut})
@may("payments.cash_up")
@idempotent
def close_day(request: HttpRequest, body: CashUpIn) -> Status[dict[str, Any]]:
    """Keep what was counted and close the day for good."""
    by = caller(request)
    branch = branch_of(body.branch_id, by)
    counted = {str(method): pounds(amount) for method, amount in body.counted.items()}
    rules.cash_up(branch, body.day, counted=counted, by=by, note=body.note)
    return Status(201, _told(tills.till(branch, body.day)))


def _told(till: tills.Till) -> dict[str, Any]:
    row = till.row
    return {
        "branch_id": till.branch.pk,
        "day": till.day,
        "closed_at": row.closed_at if row else None,
        "closed_by": str(row.closed_by) if row and row.closed_by else None,
        "note": row.note if row else "",
        "lines": till.lines,
    }
