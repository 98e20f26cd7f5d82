"""The HTML door to leads: board, list, one lead and what may be done with it."""

from django.urls import path

from crm.leads.pages import (
    board,
    conversion,
    detail,
    export,
    facts,
    follow_ups,
    insights,
    listing,
    new,
    stages,
)

urls = [
    path("leads", board.leads, name="leads"),
    path("leads/columns/<slug:column>", board.more, name="leads-column"),
    path("leads/changed", board.changed, name="leads-changed"),
    path("leads/figures", board.figures, name="leads-figures"),
    path("leads/list", listing.listing, name="leads-list"),
    path("leads/list.csv", export.export, name="leads-export"),
    path("insights/leads", insights.insights, name="insights"),
    path("insights/leads.csv", insights.insights_file, name="insights-file"),
    path("leads/deleted", listing.deleted, name="leads-deleted"),
    path("leads/assignments", listing.assignments, name="leads-assignments"),
    path("leads/new", new.new, name="new-lead"),
    path("leads/known", new.known, name="lead-known"),
    path("leads/<uuid:pk>", detail.lead, name="lead"),
    path("leads/<uuid:pk>/side", detail.side, name="lead-side"),
    path("leads/<uuid:pk>/facts/<slug:name>", facts.shown, name="lead-fact"),
    path("leads/<uuid:pk>/facts/<slug:name>/form", facts.form, name="lead-fact-form"),
    path("leads/<uuid:pk>/facts/<slug:name>/change", facts.change, name="lead-fact-change"),
    path("leads/<uuid:pk>/stage/<slug:to>", stages.stage, name="lead-stage"),
    path("leads/<uuid:pk>/conversion", conversion.conversion, name="lead-conversion"),
    path("leads/<uuid:pk>/loss", stages.loss, name="lead-loss"),
    path("leads/<uuid:pk>/disqualification", stages.disqualification, name="lead-disqualification"),
    path("leads/<uuid:pk>/reopening", stages.reopening, name="lead-reopening"),
    path("leads/<uuid:pk>/deletion", stages.deletion, name="lead-deletion"),
    path("leads/<uuid:pk>/restoration", stages.restoration, name="lead-restoration"),
    path("leads/<uuid:pk>/assignment", follow_ups.assignment, name="lead-assignment"),
    path("leads/<uuid:pk>/follow-ups", follow_ups.schedule, name="lead-follow-up"),
    path(
        "leads/<uuid:pk>/follow-ups/<uuid:follow_up>",
        follow_ups.complete,
        name="lead-follow-up-done",
    ),
    path(
        "leads/<uuid:pk>/follow-ups/<uuid:follow_up>/postponement",
        follow_ups.postpone,
        name="lead-follow-up-later",
    ),
    path(
        "leads/<uuid:pk>/follow-ups/<uuid:follow_up>/reopening",
        follow_ups.reopen,
        name="lead-follow-up-reopening",
    ),
]
