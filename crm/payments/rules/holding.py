"""Taking hold of what a movement is judged by: the repair's sums, and the trading day."""

from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection

from crm.accounts.models import Branch
from crm.bookings.models import Booking
from crm.lib import clock
from crm.lib.business import business
from crm.payments.models import BookingBalance, TradingDay

_STILL_OPEN = "SELECT true FROM trading_days WHERE id = %s AND closed_at IS NULL FOR SHARE"


def hold(booking: Booking) -> BookingBalance:
    """The repair's sums as they are now, held until the transaction ends: two refunds at once
    come one after the other, and the second is judged by what the first has left.
    """
    BookingBalance.objects.bulk_create([BookingBalance(booking=booking)], ignore_conflicts=True)
    rows = BookingBalance.objects.select_for_update(of=("self",))
    return rows.select_related("booking__customer", "booking__branch").get(booking=booking)


def price_of(booking: Booking) -> Decimal | None:
    """What it costs as far as anybody knows, VAT included."""
    return booking.base_price if booking.final_price is None else booking.final_price


def local_day(moment: datetime) -> date:
    return moment.astimezone(business().zone).date()


def open_day(branch: Branch, at: datetime) -> TradingDay:
    """The branch's day of this moment, kept open until we commit; once it has been counted,
    today, and after closing time tomorrow: what comes late belongs into the next count.
    """
    day = local_day(at)
    while True:
        row, _is_new = TradingDay.objects.get_or_create(branch=branch, day=day)
        with connection.cursor() as cursor:
            cursor.execute(_STILL_OPEN, [row.pk])
            if cursor.fetchone():
                return row
        day = max(day + timedelta(days=1), local_day(clock.now()))
