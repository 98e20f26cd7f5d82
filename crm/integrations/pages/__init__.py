"""The HTML doors: the approval queue, and the page of each connected system."""

from django.urls import URLPattern, path

from crm.integrations.pages import approvals, decisions, deliveries, revivatech

urls: list[URLPattern] = [
    path("approvals", approvals.approvals, name="approvals"),
    path("approvals/queue", approvals.queue, name="approvals-queue"),
    path("approvals/waiting", approvals.waiting, name="approvals-waiting"),
    path("approvals/decided", approvals.decided, name="approvals-decided"),
    path("approvals/approval", decisions.approval, name="approvals-approval"),
    path("approvals/rejection", decisions.rejection, name="approvals-rejection"),
    path("approvals/people", decisions.people, name="approvals-people"),
    path("integrations/revivatech", revivatech.overview, name="revivatech"),
    path("integrations/revivatech/figures", revivatech.figures, name="revivatech-figures"),
    path("integrations/revivatech/retries", deliveries.retry_failed, name="retry-deliveries"),
    path("integrations/revivatech/key", revivatech.key, name="revivatech-key"),
    path("integrations/revivatech/deliveries/<uuid:pk>", deliveries.delivery, name="delivery"),
    path(
        "integrations/revivatech/deliveries/<uuid:pk>/replay",
        deliveries.replay,
        name="replay-delivery",
    ),
]
