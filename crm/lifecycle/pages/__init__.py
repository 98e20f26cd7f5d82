"""The HTML door to the lifecycle: the board of stages, and where one customer stands."""

from django.urls import path

from crm.lifecycle.pages import board, customer, export, trying

urls = [
    path("lifecycle", board.stages, name="lifecycle"),
    path("lifecycle/columns/<slug:stage>", board.more, name="lifecycle-column"),
    path("lifecycle/changed", board.changed, name="lifecycle-changed"),
    path("lifecycle/figures", board.figures, name="lifecycle-figures"),
    path("settings/lifecycle", trying.in_force, name="lifecycle-rules"),
    path("settings/lifecycle/rehearsal", trying.rehearsal, name="lifecycle-rehearsal"),
    path("settings/lifecycle/rehearsal.csv", trying.effect, name="lifecycle-effect"),
    path("settings/lifecycle/draft.yaml", trying.draft, name="lifecycle-draft"),
    path("settings/lifecycle/adoption", trying.adoption, name="lifecycle-adoption"),
    path("lifecycle/list.csv", export.export, name="lifecycle-export"),
    path("customers/<uuid:pk>/lifecycle", customer.history, name="customer-lifecycle"),
    path("customers/<uuid:pk>/lifecycle/move", customer.move, name="customer-move"),
    path("customers/<uuid:pk>/lifecycle/touch", customer.touch, name="customer-touch"),
    path("customers/<uuid:pk>/lifecycle/<slug:name>", customer.fact, name="life-fact"),
    path("customers/<uuid:pk>/lifecycle/<slug:name>/form", customer.fact_form, name="life-form"),
    path(
        "customers/<uuid:pk>/lifecycle/<slug:name>/change", customer.fact_change, name="life-change"
    ),
]
