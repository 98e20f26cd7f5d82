"""The HTML door to repairs: the bench, the counter, one repair and what may be done with it."""

from django.urls import path

from crm.bookings.pages import board, detail, dialogs, facts, fragments, listing, moves, new, work

urls = [
    path("bookings", board.bookings, name="bookings"),
    path("bookings/columns/<slug:column>", board.more, name="bookings-column"),
    path("bookings/changed", board.changed, name="bookings-changed"),
    path("bookings/figures", board.figures, name="bookings-figures"),
    path("bookings/list", listing.listing, name="bookings-list"),
    path("bookings/list.csv", listing.export, name="bookings-export"),
    path("bookings/new", new.new, name="new-booking"),
    path("bookings/new/customers", new.customers, name="new-booking-customers"),
    path("bookings/new/models", new.models, name="new-booking-models"),
    path("bookings/new/price", new.price, name="new-booking-price"),
    path("bookings/new/promise", new.promise, name="new-booking-promise"),
    path("bookings/<uuid:pk>", detail.booking, name="booking"),
    path("bookings/<uuid:pk>/side", detail.side, name="booking-side"),
    path("bookings/<uuid:pk>/facts/<slug:name>", facts.shown, name="booking-fact"),
    path("bookings/<uuid:pk>/facts/<slug:name>/form", facts.form, name="booking-fact-form"),
    path("bookings/<uuid:pk>/facts/<slug:name>/change", facts.change, name="booking-fact-change"),
    path("bookings/<uuid:pk>/status/<slug:to>", moves.status, name="booking-status"),
    path("bookings/<uuid:pk>/bench/<slug:to>", moves.bench, name="booking-bench"),
    path("bookings/<uuid:pk>/claim", moves.claim, name="booking-claim"),
    path("bookings/<uuid:pk>/collection", moves.collection, name="booking-collection"),
    path("bookings/<uuid:pk>/told", moves.told, name="booking-told"),
    path("bookings/<uuid:pk>/promise", dialogs.promise, name="booking-promise"),
    path("bookings/<uuid:pk>/cancellation", dialogs.cancellation, name="booking-cancellation"),
    path("bookings/<uuid:pk>/refund", dialogs.refund, name="booking-refund"),
    path("bookings/<uuid:pk>/completion", dialogs.completion, name="booking-completion"),
    path("bookings/<uuid:pk>/assignment", dialogs.assignment, name="booking-assignment"),
    path("bookings/<uuid:pk>/rating", dialogs.rating, name="booking-rating"),
    path("bookings/<uuid:pk>/return", dialogs.warranty_return, name="booking-return"),
    path("bookings/<uuid:pk>/parts", work.part, name="booking-part"),
    path(
        "bookings/<uuid:pk>/parts/<uuid:part_id>/<slug:to>",
        work.part_step,
        name="booking-part-step",
    ),
    path("bookings/<uuid:pk>/faults", work.fault, name="booking-fault"),
    path(
        "bookings/<uuid:pk>/faults/<uuid:fault_id>/<slug:to>",
        work.fault_decision,
        name="booking-fault-decision",
    ),
    path("customers/<uuid:pk>/bookings", fragments.of_customer, name="customer-bookings"),
    path("devices/<uuid:pk>/repairs", fragments.of_device, name="device-repairs"),
]
