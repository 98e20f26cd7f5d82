"""The HTML door to what was said and promised: dialogs, the work queue, handing over."""

from django.urls import path

from crm.interactions.pages import choosing, exchanges, handing_over, promises, queue

urls = [
    path("follow-ups", queue.queue, name="follow-ups"),
    path("follow-ups/list", queue.part, name="follow-ups-list"),
    path("interactions/new", choosing.choose, name="log-anything"),
    path("interactions/new/people", choosing.people, name="log-people"),
    path("leads/<uuid:pk>/interactions", exchanges.with_lead, name="lead-interaction"),
    path("customers/<uuid:pk>/interactions", exchanges.with_customer, name="customer-interaction"),
    path("interactions/<uuid:interaction>", exchanges.edit, name="interaction"),
    path("interactions/<uuid:interaction>/removal", exchanges.remove, name="interaction-removal"),
    path(
        "interactions/<uuid:interaction>/restoration",
        exchanges.restore,
        name="interaction-restoration",
    ),
    path("interactions/<uuid:interaction>/outcome", promises.complete, name="promise-outcome"),
    path("interactions/<uuid:interaction>/postponement", promises.postpone, name="promise-later"),
    path("interactions/<uuid:interaction>/reopening", promises.reopen, name="promise-reopening"),
    path("settings/you/handing-over", handing_over.mine, name="hand-over-mine"),
    path("settings/team/<uuid:pk>/handing-over", handing_over.theirs, name="hand-over"),
]
