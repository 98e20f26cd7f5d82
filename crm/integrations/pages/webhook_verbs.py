"""The buttons of a webhook's page."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crm.accounts.may import may, person
from crm.integrations import rules
from crm.integrations.pages.webhooks import one, sent
from crm.lib.refusal import Refusal


@may("integrations.manage")
@require_POST
def pause(request: HttpRequest, pk: UUID) -> HttpResponse:
    endpoint, by = one(request, pk), person(request)
    _told(request, lambda: rules.pause(endpoint, by=by), _("Paused. It hears nothing for now."))
    return redirect("webhook", pk=pk)


@may("integrations.manage")
@require_POST
def resume(request: HttpRequest, pk: UUID) -> HttpResponse:
    endpoint, by = one(request, pk), person(request)
    _told(request, lambda: rules.resume(endpoint, by=by), _("It hears again, from now on."))
    return redirect("webhook", pk=pk)


@may("integrations.manage")
@require_POST
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    endpoint, by = one(request, pk), person(request)
    if _told(request, lambda: rules.remove(endpoint, by=by), _("The webhook is removed.")):
        return redirect("webhooks")
    return redirect("webhook", pk=pk)


@may("integrations.manage")
@require_POST
def rotate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new secret, shown once."""
    try:
        endpoint, secret = rules.rotate(one(request, pk), by=person(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("webhook", pk=pk)
    page = {"endpoint": endpoint, "secret": secret}
    return render(request, "integrations/webhook_secret.html", page, status=201)


@may("integrations.manage")
@require_POST
def test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send something now, and watch it arrive."""
    try:
        delivery = rules.test(one(request, pk), by=person(request))
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("webhook", pk=pk)
    return redirect("webhook-delivery", pk=pk, delivery=delivery.pk)


@may("integrations.manage")
@require_POST
def redeliver(request: HttpRequest, pk: UUID, delivery: UUID) -> HttpResponse:
    found, by = sent(request, pk, delivery), person(request)
    _told(request, lambda: rules.redeliver(found, by=by), _("It is on its way again."))
    return redirect("webhook-delivery", pk=pk, delivery=delivery)


def _told(request: HttpRequest, rule: Callable[[], object], done: str) -> bool:
    try:
        rule()
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, done)
    return True
