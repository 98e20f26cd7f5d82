"""The HTML door to customers: the list, their facts, and two of them who are one person.

Their own page joins what other packages know of them, so it stands in `dashboard`.
"""

from django.urls import path

from crm.customers.pages import choosing, duplicates, merges, records

urls = [
    path("customers", records.customers, name="customers"),
    path("customers/duplicates", duplicates.duplicates, name="duplicates"),
    path("customers/duplicates/<uuid:pk>/decision", duplicates.decision, name="duplicate-decision"),
    path("customers/merges/<uuid:pk>", merges.merge, name="merge"),
    path("customers/merges/<uuid:pk>/undoing", merges.undoing, name="merge-undoing"),
    path("customers/<uuid:pk>/merging", choosing.merging, name="customer-merging"),
    path("customers/<uuid:pk>/household", merges.household, name="customer-household"),
    path("customers/<uuid:pk>/facts/<slug:name>", records.fact, name="customer-fact"),
    path(
        "customers/<uuid:pk>/facts/<slug:name>/form", records.fact_form, name="customer-fact-form"
    ),
    path(
        "customers/<uuid:pk>/facts/<slug:name>/change",
        records.fact_change,
        name="customer-fact-change",
    ),
]
