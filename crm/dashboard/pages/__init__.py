"""The pages that join what several packages know."""

from django.urls import URLPattern, path

from crm.dashboard.pages import audit, configuration, customer, health, search, timeline, today

urls: list[URLPattern] = [
    path("", today.today, name="today"),
    path("today/tasks", today.tasks, name="today-tasks"),
    path("today/counts", today.counts, name="nav-counts"),
    path("search", search.search, name="search"),
    path("customers/<uuid:pk>", customer.customer, name="customer"),
    path("customers/<uuid:pk>/side", customer.side, name="customer-side"),
    path("customers/<uuid:pk>/timeline", timeline.of_customer, name="customer-timeline"),
    path("customers/<uuid:pk>/leads", customer.came_to_us, name="customer-leads"),
    path("activity/timeline", timeline.timeline, name="timeline"),
    path("settings/activity", audit.activity, name="activity"),
    path("settings/configuration", configuration.configuration, name="configuration"),
    path("settings/configuration/rescoring", configuration.rescoring, name="rescoring"),
    path("settings/configuration/scores", configuration.rescore, name="rescore"),
    path("settings/health", health.health, name="health"),
    path("settings/health/parked/<uuid:pk>", health.replay, name="replay-event"),
]
