"""A bench with life in it: what was repaired in these weeks, and what lies there now."""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random

from crm.accounts.models import Staff
from crm.bookings import rules
from crm.bookings.config import bookings_config
from crm.bookings.models import Booking
from crm.bookings.rules import NewBooking, NewPart, Rating
from crm.customers.models import Device
from crm.demo.shop import Shop
from crm.leads.models import Lead
from crm.lib import clock

SEED = 20240612
REPAIR_OF = {
    "cracked screen": "SCREEN_REPAIR",
    "battery": "BATTERY_REPLACEMENT",
    "liquid damage": "WATER_DAMAGE",
    "will not charge": "CHARGING_PORT",
    "slow": "SOFTWARE_ISSUE",
    "no picture": "HARDWARE_DIAGNOSTIC",
}
# Where the latest jobs stand, and in how many hours from now each is promised.
ON_THE_BENCH = (
    ("IN_PROGRESS", -3),
    ("IN_PROGRESS", 2),
    ("CONFIRMED", 26),
    ("WAITING_PARTS", 30),
    ("READY_FOR_PICKUP", 5),
    ("CONFIRMED", 50),
    ("WAITING_APPROVAL", 20),
    ("IN_PROGRESS", 27),
    ("READY_FOR_PICKUP", 24),
    ("CONFIRMED", 74),
    ("WAITING_PARTS", 3),
    ("PENDING", 98),
)
WORDS = ("Quick and kind.", "Told me everything.", "A day later than promised, but well done.")
SEEN = (("Battery at 74%", 79), ("Fan full of dust", 35), ("Loose charging port", 69))


def repair(shop: Shop) -> None:
    """Each lead that became a customer came with a device; the latest still lie here."""
    dice, now = Random(SEED), clock.now()  # noqa: S311 - a story, not a secret
    came = Lead.objects.filter(status="CONVERTED").select_related("converted_customer", "branch")
    jobs = list(came.order_by("-converted_at", "pk"))
    open_jobs = jobs[: len(ON_THE_BENCH)]
    for lead in reversed(jobs[len(open_jobs) :]):
        _done(dice, shop, lead, now)
    for lead, (status, hours) in zip(open_jobs, ON_THE_BENCH, strict=False):
        due = (now + timedelta(hours=hours)).replace(minute=0, second=0, microsecond=0)
        _lies_here(dice, shop, lead, status=status, due=due, now=now)


def _done(dice: Random, shop: Shop, lead: Lead, now: datetime) -> None:
    """From the counter to the customer, each step a little later; some later than promised."""
    at, tess = _came(lead), shop.staff["technician"]
    booking = _taken(shop, lead, at, _promise_of(lead, at))
    at += timedelta(hours=dice.randint(3, 20))
    with clock.at(at):
        rules.change_status(booking, "IN_PROGRESS", by=tess)
        part = rules.add_part(booking, _part(dice), by=tess)
        if dice.random() < 0.3:  # noqa: PLR2004
            what, price = dice.choice(SEEN)
            decision = dice.choice(("DECLINED", "REPAIRED"))
            rules.find_fault(booking, what, price=Decimal(price), decision=decision, by=tess)
    at += timedelta(hours=dice.choice((5, 20, 40, 75)))
    if at > now:
        return
    with clock.at(at):
        rules.move_part(part, "FITTED", by=tess)
        booking = rules.change_status(booking, "READY_FOR_PICKUP", by=tess)
        rules.tell(booking, by=shop.staff["front_desk"])
    with clock.at(min(now, at + timedelta(hours=dice.randint(2, 30)))):
        booking = rules.collect(booking, by=_desk(shop, lead))
        if dice.random() < 0.5:  # noqa: PLR2004
            said = Rating(nps_score=dice.choice((10, 9, 9, 8, 7)), notes=dice.choice(WORDS))
            rules.rate(booking, said, by=_desk(shop, lead))


def _lies_here(
    dice: Random, shop: Shop, lead: Lead, *, status: str, due: datetime, now: datetime
) -> None:
    at, tess = max(_came(lead), now - timedelta(hours=60)), shop.staff["technician"]
    asked = status == "PENDING"
    booking = _taken(
        shop, lead, at, None if asked else max(due, at + timedelta(hours=1)), asked=asked
    )
    if asked or status == "CONFIRMED":
        return
    worker = tess if lead.branch == shop.branches["Tottenham"] else _desk(shop, lead)
    with clock.at(at + (now - at) / 2):
        rules.claim(booking, by=worker)
        booking = rules.change_status(booking, "IN_PROGRESS", by=worker)
        if status == "WAITING_PARTS":
            rules.add_part(
                booking,
                _part(dice, "ORDERED", (now + timedelta(hours=20)).replace(minute=0)),
                by=worker,
            )
    if status != "IN_PROGRESS":
        with clock.at(at + (now - at) * 0.9):
            rules.change_status(booking, status, by=worker)


def _taken(
    shop: Shop, lead: Lead, at: datetime, due: datetime | None, *, asked: bool = False
) -> Booking:
    assert lead.converted_customer is not None
    customer, interest = lead.converted_customer, lead.device_interest
    device = Device.objects.filter(customer=customer, deleted_at=None).first()
    new = NewBooking(
        repair_type=REPAIR_OF.get(str(interest.get("issue")), "CUSTOM_REPAIR"),
        problem_description=lead.initial_needs or lead.fault,
        status="PENDING" if asked else "CONFIRMED",
        base_price=lead.estimated_value or Decimal(89),
        promised_at=due,
        urgency_level="URGENT" if lead.urgency_level == "URGENT" else "STANDARD",
    )
    with clock.at(at):
        return rules.take(
            new,
            customer,
            by=_desk(shop, lead),
            branch=lead.branch,
            device=lambda _customer: device,
            lead=lead,
        )


def _came(lead: Lead) -> datetime:
    assert lead.converted_at is not None
    return lead.converted_at


def _promise_of(lead: Lead, at: datetime) -> datetime:
    return bookings_config().suggested_promise("STANDARD", at)


def _desk(shop: Shop, lead: Lead) -> Staff:
    return shop.staff["front_desk" if lead.branch == shop.branches["Tottenham"] else "elsewhere"]


def _part(dice: Random, status: str = "ARRIVED", due: datetime | None = None) -> NewPart:
    name, cost, price = dice.choice(
        (("Display assembly", 54, 95), ("Battery", 21, 45), ("Charging board", 12, 30))
    )
    return NewPart(name, cost=Decimal(cost), price=Decimal(price), status=status, due_at=due)
