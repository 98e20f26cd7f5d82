"""What a list of repairs can be asked for: filters and orders, on indexed columns only."""

from typing import Literal
from uuid import UUID

from django.db.models import Q
from pydantic import Field

from crm.bookings.models import BookingQuerySet, Status
from crm.lib import clock
from crm.lib.paging import PageAsked
from crm.lib.wire import MomentIn

ORDERS: dict[str, tuple[str, ...]] = {
    "-created_at": ("-created_at", "-id"),
    "promised_at": ("due_order", "id"),
}


class BookingsAsked(PageAsked):
    """Filters are combined with "and"; a repeated one means any of its values."""

    status: list[Status] = []
    open: bool | None = Field(default=None, description="true: still in the shop's hands")
    overdue: bool | None = Field(default=None, description="true: late against the promise")
    assigned_technician_id: UUID | Literal["nobody"] | None = None
    branch_id: UUID | None = None
    customer_id: UUID | None = None
    device_id: UUID | None = None
    lead_id: UUID | None = None
    warranty_of_id: UUID | None = None
    reference: str | None = Field(default=None, max_length=24, examples=["FX-1042"])
    created_from: MomentIn | None = None
    created_before: MomentIn | None = None
    promised_before: MomentIn | None = None
    external_source: str | None = Field(default=None, max_length=50)
    external_id: str | None = Field(default=None, max_length=255)
    sort: Literal["-created_at", "promised_at"] = "-created_at"

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS[self.sort]

    def of(self, bookings: BookingQuerySet) -> BookingQuerySet:
        """The repairs asked for, ready to be put in order."""
        exact = {name: value for name in _EXACT if (value := getattr(self, name)) is not None}
        bounds = {path: value for name, path in _BOUNDS.items() if (value := getattr(self, name))}
        found = bookings.filter(**exact, **bounds).filter(self._standing())
        if self.overdue:
            found = found.late(clock.now())
        return found.with_due_order()

    def _standing(self) -> Q:
        wanted = Q()
        if self.status:
            wanted &= Q(status__in=self.status)
        if self.open:
            wanted &= ~Q(status__in=("COMPLETED", "CANCELLED", "REFUNDED"))
        if self.assigned_technician_id == "nobody":
            wanted &= Q(assigned_technician=None)
        elif self.assigned_technician_id:
            wanted &= Q(assigned_technician=self.assigned_technician_id)
        return wanted


_EXACT = (
    "branch_id",
    "customer_id",
    "device_id",
    "lead_id",
    "warranty_of_id",
    "reference",
    "external_source",
    "external_id",
)
_BOUNDS = {
    "created_from": "created_at__gte",
    "created_before": "created_at__lt",
    "promised_before": "promised_at__lt",
}
