"""The ledger, what it adds up to, invoices, the till, and payments that others process."""

from crm.payments.models.balances import BookingBalance, StoreCredit
from crm.payments.models.days import Count, DayTaking, TradingDay
from crm.payments.models.entries import LedgerEntry
from crm.payments.models.invoices import Invoice, InvoiceSeries
from crm.payments.models.ledger import Account, Kind, LedgerTransaction, Method
from crm.payments.models.outside import OutsidePayment, OutsideRefund, ProcessorEvent

__all__ = [
    "Account",
    "BookingBalance",
    "Count",
    "DayTaking",
    "Invoice",
    "InvoiceSeries",
    "Kind",
    "LedgerEntry",
    "LedgerTransaction",
    "Method",
    "OutsidePayment",
    "OutsideRefund",
    "ProcessorEvent",
    "StoreCredit",
    "TradingDay",
]
