"""The whole story of a lead or a customer, in sentences."""

from html import unescape
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from crm.accounts.may import caller, may
from crm.activity.timeline import MOST, Entry, timeline
from crm.interactions.api.found import customer_of, lead_of
from crm.interactions.discretion import hidden_from
from crm.leads.models import Lead
from crm.lib.schema import Out
from crm.lib.wire import Moment

router = Router()


class StoryAsked(Schema):
    """Which part of a story."""

    limit: int = Field(20, ge=1, le=MOST)
    before: str | None = Field(default=None, max_length=500, description="`older` of the last part")


class Happened(Out):
    """One thing that happened; `sentence` is for people, the rest for programs."""

    id: UUID
    at: Moment
    verb: str = Field(examples=["lead.qualified"])
    about_type: str
    about_id: UUID
    by: str
    sentence: str

    @staticmethod
    def resolve_id(entry: Entry) -> UUID:
        return entry.event.pk

    @staticmethod
    def resolve_verb(entry: Entry) -> str:
        return entry.event.verb

    @staticmethod
    def resolve_about_type(entry: Entry) -> str:
        return entry.event.about_type

    @staticmethod
    def resolve_about_id(entry: Entry) -> UUID:
        return entry.event.about_id

    @staticmethod
    def resolve_sentence(entry: Entry) -> str:
        return unescape(entry.sentence)  # written for HTML


class Story(Out):
    """Part of a story, and where the older part begins (null when this is all)."""

    items: list[Happened]
    older: str | None


@router.get("/leads/{uuid:lead_id}/timeline", response=Story)
@may("interactions.view")
def lead_timeline(request: HttpRequest, lead_id: UUID, asked: Query[StoryAsked]) -> dict[str, Any]:
    """Everything that happened to a lead, newest first, in sentences."""
    lead = lead_of(request, lead_id)
    return _story(request, asked, [("lead", lead.pk)], [])


@router.get("/customers/{uuid:customer_id}/timeline", response=Story)
@may("interactions.view")
def customer_timeline(
    request: HttpRequest, customer_id: UUID, asked: Query[StoryAsked]
) -> dict[str, Any]:
    """Everything that happened with a customer and the leads they came from, newest first."""
    customer = customer_of(request, customer_id)
    staff = caller(request)
    leads = Lead.objects.visible_to(staff).filter(converted_customer=customer)
    if not staff.can("leads.view"):
        leads = leads.none()
    subjects = [("lead", pk) for pk in leads.order_by("-pk").values_list("pk", flat=True)[:20]]
    records = customer.records
    about = [("customer", pk) for pk in records]
    return _story(request, asked, [*about, *subjects], records)


def _story(
    request: HttpRequest,
    asked: StoryAsked,
    subjects: list[tuple[str, UUID]],
    customers: list[UUID],
) -> dict[str, Any]:
    staff = caller(request)
    story = timeline(
        subjects,
        customers,
        staff,
        before=asked.before,
        limit=asked.limit,
        hidden=hidden_from(staff),
    )
    return {"items": story.entries, "older": story.older}
