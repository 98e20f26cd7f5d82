"""Pages for people without an account."""

from django.urls import URLPattern, path

from crm.portal.pages import enquiry

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
]
