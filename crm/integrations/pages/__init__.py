"""The HTML doors: the approval queue, and the page of each connected system."""

from django.urls import URLPattern, path

from crm.integrations.pages import (
    approvals,
    customers,
    decisions,
    deliveries,
    device_imports,
    revivatech,
    webhook_verbs,
    webhooks,
)

_ONE = "integrations/webhooks/<uuid:pk>"

urls: list[URLPattern] = [
    path("approvals", approvals.approvals, name="approvals"),
    path("approvals/queue", approvals.queue, name="approvals-queue"),
    path("approvals/waiting", approvals.waiting, name="approvals-waiting"),
    path("approvals/decided", approvals.decided, name="approvals-decided"),
    path("approvals/approval", decisions.approval, name="approvals-approval"),
    path("approvals/rejection", decisions.rejection, name="approvals-rejection"),
    path("approvals/people", decisions.people, name="approvals-people"),
    path("integrations/revivatech", revivatech.overview, name="revivatech"),
    path("integrations/revivatech/customers", customers.customers, name="platform-customers"),
    path("integrations/revivatech/figures", revivatech.figures, name="revivatech-figures"),
    path("integrations/revivatech/devices", device_imports.state, name="revivatech-devices"),
    path(
        "integrations/revivatech/devices/fetching",
        device_imports.fetching,
        name="revivatech-fetch-devices",
    ),
    path("integrations/revivatech/retries", deliveries.retry_failed, name="retry-deliveries"),
    path("integrations/revivatech/key", revivatech.key, name="revivatech-key"),
    path("integrations/revivatech/deliveries/<uuid:pk>", deliveries.delivery, name="delivery"),
    path(
        "integrations/revivatech/deliveries/<uuid:pk>/replay",
        deliveries.replay,
        name="replay-delivery",
    ),
    path("integrations/webhooks", webhooks.webhooks, name="webhooks"),
    path("integrations/webhooks/new", webhooks.new, name="new-webhook"),
    path(_ONE, webhooks.webhook, name="webhook"),
    path(f"{_ONE}/change", webhooks.change, name="change-webhook"),
    path(f"{_ONE}/pause", webhook_verbs.pause, name="pause-webhook"),
    path(f"{_ONE}/resumption", webhook_verbs.resume, name="resume-webhook"),
    path(f"{_ONE}/removal", webhook_verbs.remove, name="remove-webhook"),
    path(f"{_ONE}/secret", webhook_verbs.rotate, name="rotate-webhook"),
    path(f"{_ONE}/test", webhook_verbs.test, name="test-webhook"),
    path(f"{_ONE}/deliveries/<uuid:delivery>", webhooks.delivery, name="webhook-delivery"),
    path(
        f"{_ONE}/deliveries/<uuid:delivery>/redelivery",
        webhook_verbs.redeliver,
        name="redeliver-webhook",
    ),
]
