"""The HTML door to money: a repair's card and its dialogs, lists, papers and the till."""

from django.urls import path

from crm.payments.pages import booking, customer, invoices, listing, moving, till

urls = [
    path("bookings/<uuid:pk>/money", booking.card, name="booking-money"),
    path("bookings/<uuid:pk>/money/payment", moving.payment, name="money-payment"),
    path("bookings/<uuid:pk>/money/deposit", moving.deposit, name="money-deposit"),
    path("bookings/<uuid:pk>/money/invoice", moving.invoice, name="money-invoice"),
    path("bookings/<uuid:pk>/money/refund", moving.refund, name="money-refund"),
    path("bookings/<uuid:pk>/money/write-off", moving.write_off, name="money-write-off"),
    path("bookings/<uuid:pk>/money/credit-note", moving.credit_note, name="money-credit-note"),
    path("customers/<uuid:pk>/money", customer.card, name="customer-payments"),
    path("customers/<uuid:pk>/money/credit", customer.credit, name="customer-credit"),
    path("payments", listing.payments, name="payments"),
    path("payments/export", listing.export, name="payments-export"),
    path("payments/<uuid:pk>/reversal", moving.reversal, name="payment-reversal"),
    path("invoices/<uuid:pk>", invoices.invoice, name="invoice"),
    path("cash-up", till.cash_up, name="cash-up"),
    path("cash-up/export", till.export, name="cash-up-export"),
]
