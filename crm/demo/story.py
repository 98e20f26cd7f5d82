"""Six weeks at the counter, told through the rules: nothing here writes a table itself."""

from datetime import datetime, timedelta
from random import Random

from crm.accounts.models import Branch, Staff
from crm.consent import rules as consent
from crm.demo import words
from crm.demo.shop import Shop
from crm.interactions import rules as interactions
from crm.leads import rules as leads
from crm.leads.config import leads_config
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.business import business

SEED = 20240611
WEEKS = 6
LEADS_A_DAY = 4
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
URGENCIES = ("LOW", "MEDIUM", "MEDIUM", "MEDIUM", "HIGH", "HIGH", "URGENT")


def play(shop: Shop) -> None:
    """Fill the weeks up to now; the last two days leave work to do."""
    dice = Random(SEED)  # noqa: S311 - a story, not a secret
    now = clock.now()
    for day in range(WEEKS * 7, -1, -1):
        for moment in _opening_moments(dice, now - timedelta(days=day), now):
            where = "Croydon" if dice.random() < 0.2 else "Tottenham"  # noqa: PLR2004
            desk = shop.staff["elsewhere" if where == "Croydon" else "front_desk"]
            _one_lead(dice, moment, now, branch=shop.branches[where], desk=desk)


def _opening_moments(dice: Random, day: datetime, now: datetime) -> list[datetime]:
    """When people got in touch that day, while the shop was open."""
    local = day.astimezone(business().zone)
    span = business().opening(local.date())
    if span is None:
        return []
    moments = []
    for _lead in range(dice.randint(LEADS_A_DAY - 2, LEADS_A_DAY + 2)):
        minutes = dice.randint(0, int((span[1] - span[0]).total_seconds() // 60))
        moments.append(span[0] + timedelta(minutes=minutes))
    return sorted(moment for moment in moments if moment < now)


def _one_lead(dice: Random, at: datetime, now: datetime, *, branch: Branch, desk: Staff) -> None:
    source = dice.choice(SOURCES)
    by = Staff.objects.website() if source == "WEBSITE" else desk
    with clock.at(at):
        lead = leads.create(_asked(dice, source), by=by, branch=branch)
        if source == "WEBSITE" and lead.email:
            _answer_about_news(dice, lead, by)
    _work(dice, lead, at, now, branch=branch, desk=desk)


def _asked(dice: Random, source: str) -> leads.NewLead:
    first, last = dice.choice(words.FIRST_NAMES), dice.choice(words.LAST_NAMES)
    brand, model, year, worth, price = dice.choice(words.DEVICES)
    fault, message = dice.choice(words.FAULTS)
    contact = {"name": f"{first} {last}"}
    if source != "WALK_IN" or dice.random() < 0.5:  # noqa: PLR2004
        contact["phone"] = f"07700 900{dice.randint(0, 999):03}"
    if source in {"WEBSITE", "EMAIL", "SOCIAL"}:
        plain = "".join(letter for letter in last.lower() if letter.isascii() and letter.isalpha())
        contact["email"] = f"{plain}{dice.randint(1, 99)}@example.co.uk"
    if dice.random() < 0.1:  # noqa: PLR2004
        contact["company"] = dice.choice(words.COMPANIES)
    behaviour = {"page_views": dice.randint(2, 30), "time_on_site": dice.randint(30, 1500)}
    return leads.NewLead(
        source_type=source,
        contact_info=contact,
        source_details={"behaviour": behaviour} if source == "WEBSITE" else {},
        device_interest={
            "brand": brand,
            "model": model,
            "year": year,
            "value": worth,
            "issue": fault,
        },
        initial_needs=message,
        budget_range=f"£{price - 30}-£{price + 40}" if dice.random() < 0.7 else "",  # noqa: PLR2004
        urgency_level=dice.choice(URGENCIES),
    )


def _answer_about_news(dice: Random, lead: Lead, by: Staff) -> None:
    said = consent.Statement(
        channel="EMAIL",
        purpose="MARKETING",
        decision="GIVEN" if dice.random() < 0.4 else "REFUSED",  # noqa: PLR2004
        wording="Email me offers and repair tips, about once a month.",
        evidence={"page": "/enquire"},
    )
    consent.record(lead.email, said, by=by, branch=lead.branch)


def _work(
    dice: Random, lead: Lead, since: datetime, now: datetime, *, branch: Branch, desk: Staff
) -> None:
    """What became of it: each step a little later, until the steps reach the present."""
    age = now - since
    fate = dice.random()
    reply = since + timedelta(minutes=dice.choice((4, 9, 15, 25, 50, 130, 400)))
    if reply < now and dice.random() < 0.9:  # noqa: PLR2004
        with clock.at(reply):
            said = interactions.Said(
                "CALL",
                "OUTBOUND",
                content=dice.choice(words.CALLS),
                duration_minutes=dice.randint(1, 9),
            )
            interactions.log(said, by=desk, branch=branch, lead=lead)
            leads.start_qualifying(lead, by=desk)
    _promise(dice, lead, reply, now, desk)
    if age < timedelta(days=2):
        return
    with clock.at(since + timedelta(hours=dice.randint(20, 40))):
        if fate < 0.45:  # noqa: PLR2004 - about what the trade converts
            interactions.log(
                interactions.Said(
                    "CALL", "INBOUND", content=dice.choice(words.ANSWERS), sentiment="POSITIVE"
                ),
                by=desk,
                branch=branch,
                lead=lead,
            )
            leads.qualify(lead, by=desk)
        elif fate < 0.7:  # noqa: PLR2004
            leads.lose(lead, reason=dice.choice(words.LOST), by=desk)
        elif fate < 0.76:  # noqa: PLR2004
            leads.disqualify(lead, reason="Not something we repair", by=desk)
    if 0.76 <= fate < 0.85 and age > timedelta(days=14):  # noqa: PLR2004
        _nobody_answers(lead, since, desk)
    if fate < 0.38 and age > timedelta(days=3):  # noqa: PLR2004
        with clock.at(since + timedelta(hours=dice.randint(42, 70))):
            leads.convert(lead, by=desk)


def _nobody_answers(lead: Lead, since: datetime, desk: Staff) -> None:
    """Rung every other day, and never an answer."""
    for attempt in range(1, leads_config().follow_ups.give_up_after + 1):
        rung = since + timedelta(days=2 * attempt)
        with clock.at(rung - timedelta(hours=2)):
            due = leads.schedule_follow_up(lead, due_at=rung, by=desk)
        with clock.at(rung):
            leads.complete_follow_up(due, by=desk, outcome="UNANSWERED")


def _promise(dice: Random, lead: Lead, since: datetime, now: datetime, desk: Staff) -> None:
    """Of the last days' leads, some are due: late, today, or later this week."""
    if since >= now or now - since > timedelta(days=4) or dice.random() < 0.3:  # noqa: PLR2004
        return
    due = max(since, now - timedelta(hours=20)) + timedelta(hours=dice.randint(1, 60))
    with clock.at(since):
        leads.schedule_follow_up(lead, due_at=due, by=desk, note="Ring back about the quote")
