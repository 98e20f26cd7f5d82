"""Giving a customer a link to their repair, and taking it back: dialogs of the booking's page."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from crm.accounts.may import may, person
from crm.bookings.models import Booking
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.portal import rules
from crm.portal.models import StatusLink
from crm.ui import answers


@may("bookings.edit")
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET tells which links there are; POST makes one and shows it, this once."""
    booking = _booking(request, pk)
    address = ""
    if request.method == "POST":
        try:
            _link, address = rules.issue_link(booking, by=person(request))
        except Refusal as refusal:
            return refused(refusal)
    in_force = StatusLink.objects.in_force().filter(booking=booking)
    page = {
        "booking": booking,
        "address": address,
        "links": in_force.select_related("issued_by").order_by("-issued_at", "-pk"),
    }
    return render(request, "portal/links.html", page)


@may("bookings.edit")
@require_POST
def revocation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """From the next look on, none of them opens anything."""
    booking = _booking(request, pk)
    number = rules.revoke_links(booking, by=person(request))
    word = ngettext("The link is withdrawn.", "%(number)d links are withdrawn.", number)
    about = {"payload": {"about_type": "booking", "about_id": str(booking.pk)}}
    return answers.done(
        word % {"number": number} if number else _("No link is out."), booking=about
    )


def _booking(request: HttpRequest, pk: UUID) -> Booking:
    return get_object_or_404(Booking.objects.visible_to(person(request)), pk=pk)
