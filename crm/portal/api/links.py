"""Links for customers, for programs that send them."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.responses import Status
from pydantic import Field

from crm.accounts.may import caller, may
from crm.bookings.models import Booking
from crm.lib.schema import Out
from crm.lib.wire import Moment
from crm.portal import rules
from crm.portal.models import StatusLink

router = Router(tags=["bookings"])


class LinkOut(Out):
    """A link that works now. Its address was shown when it was made, and never again."""

    id: UUID
    issued_by: UUID
    issued_at: Moment

    @staticmethod
    def resolve_issued_by(link: StatusLink) -> UUID:
        return link.issued_by_id


class LinksOut(Out):
    items: list[LinkOut]


class IssuedOut(Out):
    id: UUID
    url: str = Field(description="shown this once")
    issued_at: Moment


@router.get("/bookings/{uuid:booking_id}/status-links", response=LinksOut)
@may("bookings.edit")
def list_status_links(request: HttpRequest, booking_id: UUID) -> dict[str, Any]:
    """The links to the repair's status that work now, the newest first."""
    links = StatusLink.objects.in_force().filter(booking=_booking(request, booking_id))
    return {"items": list(links.order_by("-issued_at", "-pk"))}


@router.post("/bookings/{uuid:booking_id}/status-links", response={201: IssuedOut})
@may("bookings.edit")
def issue_status_link(request: HttpRequest, booking_id: UUID) -> Status[dict[str, Any]]:
    """A link with which the customer sees where the repair stands, without signing in."""
    link, url = rules.issue_link(_booking(request, booking_id), by=caller(request))
    return Status(201, {"id": link.pk, "url": url, "issued_at": link.issued_at})


@router.delete("/bookings/{uuid:booking_id}/status-links", response={204: None})
@may("bookings.edit")
def revoke_status_links(request: HttpRequest, booking_id: UUID) -> Status[None]:
    """Withdraw every link to the repair."""
    rules.revoke_links(_booking(request, booking_id), by=caller(request))
    return Status(204, None)


def _booking(request: HttpRequest, booking_id: UUID) -> Booking:
    return get_object_or_404(Booking.objects.visible_to(caller(request)), pk=booking_id)
