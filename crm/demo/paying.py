"""How repairs were paid for: deposits, invoices, refunds, and the till counted each evening."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.demo.shop import Shop
from crm.lib import clock
from crm.lib.business import business
from crm.payments import reading, rules
from crm.payments.models import TradingDay
from crm.payments.rules.holding import price_of

SEED = 20240618
METHODS = ("CARD", "CARD", "CARD", "CARD", "CASH", "CASH", "BANK_TRANSFER", "PAYPAL")
LEAVES_A_DEPOSIT, OWES, IN_TWO_PARTS, COMES_BACK, IS_SHORT = 0.35, 0.08, 0.12, 0.05, 0.12


def pay(shop: Shop) -> None:
    """Every repair of the story, as far as it has come; then the days that are over."""
    dice = Random(SEED)  # noqa: S311 - a story, not a secret
    repairs = Booking.objects.select_related("branch", "customer").order_by("created_at", "pk")
    for booking in repairs:
        if price_of(booking):
            _settle(dice, booking, shop)
    _close_the_days(dice, shop)


def _settle(dice: Random, booking: Booking, shop: Shop) -> None:
    desk, manager = _people(booking, shop)
    price = price_of(booking) or Decimal(0)
    if dice.random() < LEAVES_A_DEPOSIT:
        with clock.at(_soon_after(booking.created_at)):
            deposit = (price / 5).quantize(Decimal(1))
            method = dice.choice(METHODS)
            if deposit:
                rules.take_deposit(booking, deposit, method=method, by=desk)
    if booking.ready_at is None or booking.status not in {"READY_FOR_PICKUP", "COMPLETED"}:
        return
    with clock.at(_soon_after(booking.ready_at)):
        rules.invoice(booking, by=desk)
    if booking.completed_at is None or dice.random() < OWES:
        return
    with clock.at(_soon_after(booking.completed_at)):
        _pays_the_rest(dice, booking, desk)
    if dice.random() < COMES_BACK:
        with clock.at(_soon_after(booking.completed_at + timedelta(days=2))):
            back = (price / 10).quantize(Decimal(1))
            reason = "Scratch on the frame"
            rules.refund(booking, max(back, Decimal(1)), method="CASH", reason=reason, by=manager)


def _pays_the_rest(dice: Random, booking: Booking, desk: Staff) -> None:
    owed = reading.standing(booking).balance.receivable
    parts = [owed]
    if dice.random() < IN_TWO_PARTS:
        first = (owed / 2).quantize(Decimal(1))
        parts = [first, owed - first]
    for part in parts:
        if part > 0:
            rules.pay(booking, part, method=dice.choice(METHODS), by=desk)


def _close_the_days(dice: Random, shop: Shop) -> None:
    """Counted each evening; now and then a pound or two is missing, and nobody knows why."""
    today = rules.local_day(clock.now())
    for row in TradingDay.objects.filter(day__lt=today).select_related("branch").order_by("day"):
        expected = rules.expectations(row)
        short = Decimal(dice.choice((1, 2, 5))) if dice.random() < IS_SHORT else Decimal(0)
        counted = {name: amount for name, amount in expected.items() if amount >= 0}
        counted["CASH"] = max(expected["CASH"] - short, Decimal(0))
        evening = datetime.combine(row.day, datetime.min.time(), business().zone)
        desk = shop.staff["elsewhere" if row.branch.name == "Croydon" else "front_desk"]
        with clock.at(evening + timedelta(hours=18, minutes=10)):
            note = "Counted twice" if short else ""
            rules.cash_up(row.branch, row.day, counted=counted, by=desk, note=note)


def _people(booking: Booking, shop: Shop) -> tuple[Staff, Staff]:
    away = booking.branch.name == "Croydon"
    return shop.staff["elsewhere" if away else "front_desk"], shop.staff["manager"]


def _soon_after(moment: datetime) -> datetime:
    return min(moment + timedelta(minutes=4), clock.now())
