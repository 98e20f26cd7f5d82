"""Pages for people without an account, and the dialogs that give them one link."""

from django.urls import URLPattern, path

from crm.portal.pages import enquiry, links, status

urls: list[URLPattern] = [
    path("enquire", enquiry.enquire, name="enquire"),
    path("enquire/embed", enquiry.enquire, {"embedded": True}, name="enquire-embed"),
    path(
        "enquire/embed/<slug:slug>",
        enquiry.enquire,
        {"embedded": True},
        name="enquire-embed-branch",
    ),
    path("enquire/<slug:slug>", enquiry.enquire, name="enquire-branch"),
    path("repair/<slug:token>", status.status, name="repair-status"),
    path("bookings/<uuid:pk>/customer-links", links.links, name="booking-links"),
    path(
        "bookings/<uuid:pk>/customer-links/revocation",
        links.revocation,
        name="booking-links-revocation",
    ),
]
