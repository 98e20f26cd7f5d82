"""The HTML door to customers: the list, their facts, and two of them who are one person.

Their own page joins what other packages know of them, so it stands in `dashboard`.
"""

from django.urls import path

from crm.customers.pages import (
    choosing,
    device_changes,
    devices,
    duplicates,
    merges,
    records,
)

urls = [
    path("customers", records.customers, name="customers"),
    path("customers/duplicates", duplicates.duplicates, name="duplicates"),
    path("customers/duplicates/<uuid:pk>/decision", duplicates.decision, name="duplicate-decision"),
    path("customers/merges/<uuid:pk>", merges.merge, name="merge"),
    path("customers/merges/<uuid:pk>/undoing", merges.undoing, name="merge-undoing"),
    path("customers/<uuid:pk>/merging", choosing.merging, name="customer-merging"),
    path("customers/<uuid:pk>/devices", devices.of_customer, name="customer-devices"),
    path("customers/<uuid:pk>/devices/new", device_changes.registering, name="customer-device"),
    path("devices/<uuid:pk>", devices.passport, name="device"),
    path("devices/<uuid:pk>/change", device_changes.change, name="device-change"),
    path("devices/<uuid:pk>/transfer", device_changes.transfer, name="device-transfer"),
    path("devices/<uuid:pk>/removal", device_changes.removal, name="device-removal"),
    path("devices/<uuid:pk>/restoration", device_changes.restoration, name="device-restoration"),
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
