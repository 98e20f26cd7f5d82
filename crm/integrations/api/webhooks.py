"""The JSON door to webhooks of ours: endpoints, their secrets, and what was sent to them.

Answers that show a secret are not kept for `Idempotency-Key`: a secret is seen once.
"""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.may import caller, may
from crm.accounts.models import Branch, Staff
from crm.integrations import rules
from crm.integrations.api.wire import (
    EventTypesOut,
    WebhookCreated,
    WebhookDeliveriesAsked,
    WebhookDeliveriesOut,
    WebhookDeliveryOut,
    WebhookDeliveryWhole,
    WebhookIn,
    WebhookOut,
    WebhookPatch,
    WebhooksOut,
)
from crm.integrations.models import Dispatch, Endpoint
from crm.integrations.outgoing import audience, message, patterns
from crm.lib.paging import PageAsked, page
from crm.lib.refusal import Refusal
from crm.lib.versions import conditional, expected, versioned

router = Router(tags=["webhooks"])
NEWEST = ["-created_at", "-id"]


@router.get("", response=WebhooksOut)
@may("integrations.view")
def list_webhooks(request: HttpRequest, asked: Query[PageAsked]) -> dict[str, Any]:
    """Endpoints at the caller's branches, the latest first."""
    rows = Endpoint.objects.visible_to(caller(request)).prefetch_related("subscriptions")
    found = page(rows, order=NEWEST, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, "next_cursor": found.next_cursor}


@router.post("", response={201: WebhookCreated})
@may("integrations.manage")
def create_webhook(request: HttpRequest, body: WebhookIn) -> Status[dict[str, Any]]:
    """Add an endpoint. The secret in the answer is not shown again."""
    by = caller(request)
    endpoint, secret = rules.register(_wanted(body, by), by=by)
    return Status(201, {"webhook": endpoint, "secret": secret})


@router.get("/event-types", response=EventTypesOut)
@may("integrations.view")
def list_webhook_event_types(request: HttpRequest) -> dict[str, Any]:
    """What can be listened to."""
    return {"items": patterns.event_types()}


@router.get("/{uuid:webhook_id}", response=WebhookOut)
@may("integrations.view")
@versioned
def get_webhook(request: HttpRequest, webhook_id: UUID) -> Endpoint:
    """One endpoint, and how it is doing."""
    return _seen(request, webhook_id)


@router.patch("/{uuid:webhook_id}", response=WebhookOut)
@may("integrations.manage")
@versioned
def change_webhook(request: HttpRequest, webhook_id: UUID, body: WebhookPatch) -> Endpoint:
    """Change where it is, what it hears, or as what."""
    by, endpoint = caller(request), _seen(request, webhook_id)
    wanted = _wanted(body.over(endpoint), by)
    return rules.change(endpoint, wanted, by=by, version=expected(request))


@router.delete("/{uuid:webhook_id}", response={204: None})
@may("integrations.manage")
@conditional
def remove_webhook(request: HttpRequest, webhook_id: UUID) -> Status[None]:
    """Take it away, with its secrets and its deliveries."""
    endpoint = _seen(request, webhook_id)
    rules.remove(endpoint, by=caller(request), version=expected(request))
    return Status(204, None)


@router.post("/{uuid:webhook_id}/rotate", response=WebhookCreated)
@may("integrations.manage")
@conditional
def rotate_webhook_secret(request: HttpRequest, webhook_id: UUID) -> dict[str, Any]:
    """A new secret, shown once; the old one signs too until `former_secret_until`."""
    endpoint = _seen(request, webhook_id)
    endpoint, secret = rules.rotate(endpoint, by=caller(request), version=expected(request))
    return {"webhook": endpoint, "secret": secret}


@router.post("/{uuid:webhook_id}/pause", response=WebhookOut)
@may("integrations.manage")
@versioned
def pause_webhook(request: HttpRequest, webhook_id: UUID) -> Endpoint:
    """Hear nothing for now."""
    endpoint = _seen(request, webhook_id)
    return rules.pause(endpoint, by=caller(request), version=expected(request))


@router.post("/{uuid:webhook_id}/resume", response=WebhookOut)
@may("integrations.manage")
@versioned
def resume_webhook(request: HttpRequest, webhook_id: UUID) -> Endpoint:
    """Hear again, also after it was switched off for failing."""
    endpoint = _seen(request, webhook_id)
    return rules.resume(endpoint, by=caller(request), version=expected(request))


@router.post("/{uuid:webhook_id}/test", response={201: WebhookDeliveryOut})
@may("integrations.manage")
def test_webhook(request: HttpRequest, webhook_id: UUID) -> Status[Dispatch]:
    """Send `webhook.tested` to this endpoint, whatever it listens to."""
    return Status(201, rules.test(_seen(request, webhook_id), by=caller(request)))


@router.get("/{uuid:webhook_id}/deliveries", response=WebhookDeliveriesOut)
@may("integrations.view")
def list_webhook_deliveries(
    request: HttpRequest, webhook_id: UUID, asked: Query[WebhookDeliveriesAsked]
) -> dict[str, Any]:
    """What was sent to it, the latest first."""
    rows = _seen(request, webhook_id).dispatches.select_related("event")
    if asked.status:
        rows = rows.filter(status=asked.status)
    found = page(rows, order=NEWEST, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, "next_cursor": found.next_cursor}


@router.get("/{uuid:webhook_id}/deliveries/{uuid:delivery_id}", response=WebhookDeliveryWhole)
@may("integrations.view")
def get_webhook_delivery(request: HttpRequest, webhook_id: UUID, delivery_id: UUID) -> Dispatch:
    """One delivery with what is sent and what the receiver said."""
    delivery = _delivery(request, webhook_id, delivery_id)
    readable = audience.may_hear(caller(request), delivery.event)
    delivery.payload = message.content(delivery.event) if readable else None  # type: ignore[attr-defined]  # for the schema
    return delivery


@router.post(
    "/{uuid:webhook_id}/deliveries/{uuid:delivery_id}/redeliver", response=WebhookDeliveryOut
)
@may("integrations.manage")
def redeliver_webhook(request: HttpRequest, webhook_id: UUID, delivery_id: UUID) -> Dispatch:
    """Send it again under the same `webhook-id`."""
    return rules.redeliver(_delivery(request, webhook_id, delivery_id), by=caller(request))


def _seen(request: HttpRequest, webhook_id: UUID) -> Endpoint:
    return get_object_or_404(Endpoint.objects.visible_to(caller(request)), pk=webhook_id)


def _delivery(request: HttpRequest, webhook_id: UUID, delivery_id: UUID) -> Dispatch:
    rows = _seen(request, webhook_id).dispatches.select_related("event", "endpoint")
    return get_object_or_404(rows, pk=delivery_id)


def _wanted(body: WebhookIn, by: Staff) -> rules.Wanted:
    branch = None
    if body.branch_id is not None:
        branch = Branch.objects.visible_to(by).filter(pk=body.branch_id).first()
        if branch is None:
            raise Refusal("There is no such branch.", field="branch_id", status=422)
    return rules.Wanted(body.url, body.events, body.role, branch, body.description)
