"""Six weeks at the counter, told through the rules: nothing here writes a table itself."""

from datetime import datetime, timedelta
from random import Random

from crm.accounts.models import Branch, Staff
from crm.consent import rules as consent
from crm.demo.asking import Asking
from crm.demo.shop import Shop
from crm.demo.working import work
from crm.leads import rules as leads
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.business import business

SEED = 20240611
WEEKS = 6
LEADS_A_DAY = 4
# The website never closes: these many minutes ago, and nobody has looked yet.
WAITING = (3, 11, 26, 55, 130, 210)
DUE_IN = (-190, -40, 45, 150)
SOURCES = (
    "WEBSITE",
    "WEBSITE",
    "WEBSITE",
    "PHONE",
    "PHONE",
    "WALK_IN",
    "WALK_IN",
    "REFERRAL",
    "EMAIL",
    "SOCIAL",
)


def play(shop: Shop) -> None:
    """Fill the weeks up to now; the last days leave work to do."""
    dice = Random(SEED)  # noqa: S311 - a story, not a secret
    asking, now = Asking(dice), clock.now()
    for day in range(WEEKS * 7, -1, -1):
        for moment in _opening_moments(dice, now - timedelta(days=day), now):
            where = "Croydon" if dice.random() < 0.2 else "Tottenham"  # noqa: PLR2004
            desk = shop.staff["elsewhere" if where == "Croydon" else "front_desk"]
            branch = shop.branches[where]
            lead = _ask(asking, dice.choice(SOURCES), moment, branch=branch, desk=desk)
            work(dice, lead, moment, now, branch=branch, desk=desk)
    for minutes in sorted(WAITING, reverse=True):
        moment = now - timedelta(minutes=minutes)
        branch, desk = shop.branches["Tottenham"], shop.staff["front_desk"]
        _ask(asking, "WEBSITE", moment, branch=branch, desk=desk)
    _leave_work(now, branch=shop.branches["Tottenham"], desk=shop.staff["front_desk"])


def _leave_work(now: datetime, *, branch: Branch, desk: Staff) -> None:
    """Whenever a newcomer looks, some calls are late and some are due today."""
    promised = Lead.objects.active().filter(branch=branch, next_follow_up=None)
    promised = promised.filter(qualification_status="QUALIFYING").order_by("-created_at")
    for lead, minutes in zip(promised, DUE_IN, strict=False):
        due = now + timedelta(minutes=minutes)
        with clock.at(min(due, now) - timedelta(minutes=1)):
            leads.schedule_follow_up(lead, due_at=due, by=desk, note="Ring back about the quote")


def _opening_moments(dice: Random, day: datetime, now: datetime) -> list[datetime]:
    """When people got in touch that day, while the shop was open."""
    span = business().opening(day.astimezone(business().zone).date())
    if span is None:
        return []
    moments = []
    for _lead in range(dice.randint(LEADS_A_DAY - 2, LEADS_A_DAY + 2)):
        minutes = dice.randint(0, int((span[1] - span[0]).total_seconds() // 60))
        moments.append(span[0] + timedelta(minutes=minutes))
    return sorted(moment for moment in moments if moment < now)


def _ask(asking: Asking, source: str, at: datetime, *, branch: Branch, desk: Staff) -> Lead:
    by = Staff.objects.website() if source == "WEBSITE" else desk
    with clock.at(at):
        lead = leads.create(asking.next(source), by=by, branch=branch)
        if source == "WEBSITE":
            said = consent.Statement(
                channel="EMAIL",
                purpose="MARKETING",
                decision=asking.answer_about_news(),
                wording="Email me offers and repair tips, about once a month.",
                evidence={"page": "/enquire"},
            )
            consent.record(lead.email, said, by=by, branch=branch)
    return lead
