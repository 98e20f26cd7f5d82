"""What became of a lead: each step a little later, until the steps reach the present."""

from datetime import datetime, timedelta
from random import Random

from crm.accounts.models import Branch, Staff
from crm.customers.models import Customer
from crm.demo import words
from crm.demo.devices import bring
from crm.interactions import rules as interactions
from crm.leads import rules as leads
from crm.leads.config import leads_config
from crm.leads.models import Lead
from crm.lib import clock
from crm.lib.business import business
from crm.lifecycle import rules as lifecycle

# About what the trade sees of a hundred leads.
FATES = {"converts": 40, "cools": 8, "lost": 25, "not_ours": 6, "silent": 9, "drifts": 12}
FRESH = timedelta(days=2)
MINUTES_TO_REPLY = (4, 9, 15, 25, 50, 130, 400)


def work(
    dice: Random, lead: Lead, since: datetime, now: datetime, *, branch: Branch, desk: Staff
) -> None:
    """Ring back, promise, decide; what lies in the future has not happened yet."""
    fate = dice.choices(list(FATES), weights=list(FATES.values()))[0]
    reply = since + timedelta(minutes=dice.choice(MINUTES_TO_REPLY))
    if reply < now:
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
    if now - since > FRESH:
        _decide(dice, fate, lead, since, now, branch=branch, desk=desk)


def _decide(
    dice: Random,
    fate: str,
    lead: Lead,
    since: datetime,
    now: datetime,
    *,
    branch: Branch,
    desk: Staff,
) -> None:
    decided, ended = since + timedelta(hours=30), since + timedelta(days=dice.randint(3, 9))
    if fate in {"converts", "cools"}:
        with clock.at(decided):
            said = interactions.Said(
                "CALL", "INBOUND", content=dice.choice(words.ANSWERS), sentiment="POSITIVE"
            )
            interactions.log(said, by=desk, branch=branch, lead=lead)
            leads.qualify(lead, by=desk)
    if fate == "not_ours":
        with clock.at(decided):
            leads.disqualify(lead, reason="Not something we repair", by=desk)
    elif fate == "silent" and now - since > timedelta(days=12):
        _nobody_answers(lead, since, desk)
    elif ended < now and fate != "silent":
        with clock.at(ended):
            if fate != "converts":
                leads.lose(lead, reason=dice.choice(words.LOST), by=desk)
                return
            customer = leads.convert(lead, by=desk).customer
            bring(customer, lead, by=desk)
        _settle(customer, ended, now)


def _settle(customer: Customer, converted: datetime, now: datetime) -> None:
    """Two weeks after the job, the lifecycle's nightly sweep came by."""
    swept = converted + timedelta(days=15)
    if swept < now:
        with clock.at(swept):
            lifecycle.reconsider([customer.pk], by=Staff.objects.system())


def _promise(dice: Random, lead: Lead, since: datetime, now: datetime, desk: Staff) -> None:
    """Of the last days' leads, some are due: late, today, or later this week."""
    if now - since > timedelta(days=4) or dice.random() < 0.3:  # noqa: PLR2004
        return
    wished = max(since, now - timedelta(hours=30)) + timedelta(hours=dice.randint(1, 60))
    due = business().next_opening(wished) + timedelta(minutes=dice.choice((0, 15, 30, 45)))
    with clock.at(since):
        leads.schedule_follow_up(lead, due_at=due, by=desk, note="Ring back about the quote")


def _nobody_answers(lead: Lead, since: datetime, desk: Staff) -> None:
    """Rung every other day, and never an answer."""
    for attempt in range(1, leads_config().follow_ups.give_up_after + 1):
        rung = since + timedelta(days=2 * attempt)
        with clock.at(rung - timedelta(hours=2)):
            due = leads.schedule_follow_up(lead, due_at=rung, by=desk)
        with clock.at(rung):
            leads.complete_follow_up(due, by=desk, outcome="UNANSWERED")
