"""Settings, Webhooks: who hears of what happens here, and how that goes."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.integrations import rules
from crm.integrations.config import integrations
from crm.integrations.models import Dispatch, Endpoint
from crm.integrations.outgoing import audience, message
from crm.integrations.pages.webhook_form import WebhookForm
from crm.lib import paging
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.ui import answers

A_PAGE = 30
NEWEST = ["-created_at", "-id"]
MOST_ATTEMPTS = 50


@may("integrations.view")
@require_safe
def webhooks(request: HttpRequest) -> HttpResponse:
    rows = _seen(request).prefetch_related("subscriptions").select_related("branch")
    try:
        page = paging.page(rows, order=NEWEST, limit=A_PAGE, cursor=request.GET.get("cursor"))
    except Refusal as refusal:
        return refused(refusal)
    template = "webhook_rows" if request.GET.get("cursor") else "webhooks"
    return render(request, f"integrations/{template}.html", {"page": page})


@may("integrations.manage")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Add one; its secret is shown once."""
    by = person(request)
    form = WebhookForm(request.POST or None, by=by)
    if form.is_bound:
        made = answers.carried_out(form, lambda: rules.register(form.wanted(), by=by))
        if made:
            endpoint, secret = made
            page = {"endpoint": endpoint, "secret": secret}
            return render(request, "integrations/webhook_secret.html", page, status=201)
    page = {"form": form, "title": _("Add a webhook")}
    return render(request, "integrations/webhook_form.html", page, status=answers.status(form))


@may("integrations.manage")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    by, endpoint = person(request), one(request, pk)
    form = WebhookForm(request.POST or None, by=by, endpoint=endpoint)
    if form.is_bound:
        changed = answers.carried_out(form, lambda: _changed(endpoint, form, by))
        if changed:
            messages.success(request, _("Saved."))
            return redirect("webhook", pk=pk)
    page = {"form": form, "endpoint": endpoint, "title": str(endpoint)}
    return render(request, "integrations/webhook_form.html", page, status=answers.status(form))


@may("integrations.view")
@require_safe
def webhook(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it is doing, and what was sent to it."""
    endpoint = one(request, pk)
    wanted = request.GET.get("status", "")
    rows = endpoint.dispatches.select_related("event")
    if wanted in Dispatch.Status.values:
        rows = rows.filter(status=wanted)
    try:
        page = paging.page(rows, order=NEWEST, limit=A_PAGE, cursor=request.GET.get("cursor"))
    except Refusal as refusal:
        return refused(refusal)
    shown = {"endpoint": endpoint, "page": page, "wanted": wanted}
    if request.GET.get("cursor"):
        return render(request, "integrations/dispatch_rows.html", shown)
    days = integrations().retention.dispatches_days
    more = {"filters": _filters(pk, wanted), "days": days}
    return render(request, "integrations/webhook.html", shown | more)


@may("integrations.view")
@require_safe
def delivery(request: HttpRequest, pk: UUID, delivery: UUID) -> HttpResponse:
    """What is sent, if this person may read it, and what the receiver said each time."""
    found = sent(request, pk, delivery)
    readable = audience.may_hear(person(request), found.event)
    page = {
        "endpoint": found.endpoint,
        "delivery": found,
        "attempts": found.history.all()[:MOST_ATTEMPTS],
        "text": message.text(found.event) if readable else None,
    }
    return render(request, "integrations/dispatch.html", page)


def _changed(endpoint: Endpoint, form: WebhookForm, by: Staff) -> Endpoint:
    version = form.cleaned_data["version"]
    return rules.change(endpoint, form.wanted(), by=by, version=version)


def one(request: HttpRequest, pk: UUID) -> Endpoint:
    return get_object_or_404(_seen(request).select_related("branch", "created_by"), pk=pk)


def sent(request: HttpRequest, pk: UUID, delivery: UUID) -> Dispatch:
    rows = one(request, pk).dispatches.select_related("event", "endpoint")
    return get_object_or_404(rows, pk=delivery)


def _seen(request: HttpRequest) -> QuerySet[Endpoint]:
    return Endpoint.objects.visible_to(person(request))


def _filters(pk: UUID, wanted: str) -> list[dict[str, Any]]:
    page = reverse("webhook", args=[pk])
    every = {"label": _("All"), "href": page, "current": wanted not in Dispatch.Status.values}
    return [every] + [
        {"label": label, "href": f"{page}?status={value}", "current": value == wanted}
        for value, label in Dispatch.Status.choices
    ]
