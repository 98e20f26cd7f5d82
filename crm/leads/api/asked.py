"""What a list of leads can be asked for: filters and orders, on indexed columns only."""

from typing import Annotated, Literal
from uuid import UUID

from django.db.models import Q
from pydantic import Field

from crm.customers.addresses import normal_email, normal_phone
from crm.customers.models import SourceType
from crm.customers.names import folded
from crm.leads.models import Lead
from crm.leads.models.lead import LeadQuerySet
from crm.lib.paging import PageAsked
from crm.lib.wire import MomentIn

ORDERS: dict[str, tuple[str, ...]] = {
    "-created_at": ("-created_at", "-id"),
    "created_at": ("created_at", "id"),
    "-lead_score": ("-lead_score", "-id"),
    "lead_score": ("lead_score", "id"),
    "next_follow_up": ("due_order", "id"),
}


class LeadsAsked(PageAsked):
    """Filters are combined with "and"; a repeated one means any of its values."""

    status: list[Lead.Status] = []
    qualification_status: list[Lead.Qualification] = []
    source_type: list[SourceType] = []
    urgency_level: list[Lead.Urgency] = []
    assigned_to: UUID | Literal["nobody"] | None = None
    branch_id: UUID | None = None
    converted_customer_id: UUID | None = None
    min_score: float | None = Field(default=None, ge=0, le=100)
    created_from: MomentIn | None = None
    created_before: MomentIn | None = None
    follow_up_before: MomentIn | None = Field(default=None, description="due before this moment")
    email: str | None = Field(default=None, max_length=254)
    phone: str | None = Field(default=None, max_length=50)
    q: Annotated[str, Field(min_length=3, max_length=100)] | None = Field(
        default=None, description="part of a name or company, without regard to case and accents"
    )
    external_source: str | None = Field(default=None, max_length=50)
    external_id: str | None = Field(default=None, max_length=255)
    sort: Literal["-created_at", "created_at", "-lead_score", "lead_score", "next_follow_up"] = (
        "-created_at"
    )

    @property
    def order(self) -> tuple[str, ...]:
        return ORDERS[self.sort]

    def of(self, leads: LeadQuerySet) -> LeadQuerySet:
        """The leads asked for, ready to be put in order."""
        chosen = {f"{name}__in": getattr(self, name) for name in _ANY_OF if getattr(self, name)}
        exact = {name: value for name in _EXACT if (value := getattr(self, name)) is not None}
        bounds = {path: value for name, path in _BOUNDS.items() if (value := getattr(self, name))}
        found = leads.filter(**chosen, **exact, **bounds).filter(self._addressed())
        return found.with_due_order() if self.sort == "next_follow_up" else found

    def _addressed(self) -> Q:
        wanted = Q()
        if self.assigned_to == "nobody":
            wanted &= Q(assigned_to=None)
        elif self.assigned_to:
            wanted &= Q(assigned_to=self.assigned_to)
        if self.email:
            wanted &= Q(email=normal_email(self.email))
        if self.phone:
            wanted &= Q(phone=normal_phone(self.phone))
        if self.q:
            wanted &= Q(search_name__contains=folded(self.q))
        return wanted


_ANY_OF = ("status", "qualification_status", "source_type", "urgency_level")
_EXACT = ("branch_id", "converted_customer_id", "external_source", "external_id")
_BOUNDS = {
    "min_score": "lead_score__gte",
    "created_from": "created_at__gte",
    "created_before": "created_at__lt",
    "follow_up_before": "next_follow_up__lt",
}
