"""What conditions may ask about a customer's money."""

from django.utils.translation import gettext_lazy as _

from crm.criteria import Fact, Kind, Sql, register
from crm.payments import models  # noqa: F401  # the tables these questions are about

_OF_THEIR_REPAIRS = (
    "FROM bookings b JOIN booking_balances m ON m.booking_id = b.id"
    " WHERE b.customer_id = {subject}.id"
)

register(
    "customer",
    Fact(
        "total_spent",
        Kind.NUMBER,
        _("Total spent"),
        Sql(f"(SELECT coalesce(sum(m.taken + m.credit_used), 0) {_OF_THEIR_REPAIRS})"),
        unit="£",
    ),
    Fact(
        "outstanding_balance",
        Kind.NUMBER,
        _("Invoiced and not paid"),
        Sql(f"(SELECT coalesce(sum(m.receivable), 0) {_OF_THEIR_REPAIRS})"),
        unit="£",
    ),
    Fact(
        "store_credit",
        Kind.NUMBER,
        _("Store credit"),
        Sql(
            "(SELECT coalesce(sum(c.left_over), 0) FROM store_credits c"
            " WHERE c.customer_id = {subject}.id)"
        ),
        unit="£",
    ),
    Fact(
        "last_payment",
        Kind.MOMENT,
        _("Last payment"),
        Sql(
            "(SELECT max(t.occurred_at) FROM bookings b JOIN ledger_transactions t"
            " ON t.booking_id = b.id WHERE b.customer_id = {subject}.id"
            " AND t.kind IN ('DEPOSIT', 'PAYMENT'))"
        ),
    ),
)
