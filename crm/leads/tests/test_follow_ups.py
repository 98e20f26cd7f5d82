from datetime import timedelta

import pytest

from crm.leads import jobs, rules
from crm.leads.models import FollowUp
from crm.lib import clock
from crm.lib.refusal import Refusal


def follow_up(lead, by, hours=1):
    return rules.schedule_follow_up(lead, due_at=clock.now() + timedelta(hours=hours), by=by)


def test_the_earliest_open_follow_up_is_what_is_due(lead, rory, recorded):
    follow_up(lead, rory, hours=5)
    soon = follow_up(lead, rory, hours=2)
    lead.refresh_from_db()
    assert lead.next_follow_up == soon.due_at
    assert soon.assigned_to == rory
    rules.complete_follow_up(soon, by=rory, outcome="ANSWERED")
    lead.refresh_from_db()
    assert lead.follow_up_count == 1
    assert lead.next_follow_up == lead.follow_ups.get(done_at=None).due_at
    assert recorded() == ["lead.follow_up_scheduled"] * 2 + ["lead.follow_up_done"]


def test_a_follow_up_in_the_past_is_refused(lead, rory, recorded):
    with pytest.raises(Refusal) as refusal:
        rules.schedule_follow_up(lead, due_at=clock.now() - timedelta(minutes=1), by=rory)
    assert (refusal.value.field, refusal.value.status) == ("due_at", 422)
    assert recorded() == []


def test_four_unanswered_in_a_row_make_a_lead_unresponsive(lead, rory, recorded):
    for _time in range(4):
        rules.complete_follow_up(follow_up(lead, rory), by=rory, outcome="UNANSWERED")
    lead.refresh_from_db()
    assert (lead.status, lead.unanswered_count, lead.follow_up_count) == ("UNRESPONSIVE", 4, 4)
    assert recorded()[-1] == "lead.unresponsive"


def test_an_answer_starts_the_count_again(lead, rory):
    for outcome in ["UNANSWERED", "UNANSWERED", "UNANSWERED", "ANSWERED", "UNANSWERED"]:
        rules.complete_follow_up(follow_up(lead, rory), by=rory, outcome=outcome)
    lead.refresh_from_db()
    assert (lead.status, lead.unanswered_count) == ("ACTIVE", 1)


def test_silence_for_longer_than_configured_counts_as_no_answer(lead, rory):
    waiting = follow_up(lead, rory)
    rules.complete_follow_up(waiting, by=rory)
    jobs.notice_silence(0)
    waiting.refresh_from_db()
    assert waiting.outcome == ""
    long_ago = clock.now() - timedelta(hours=49)
    FollowUp.objects.filter(pk=waiting.pk).update(done_at=long_ago)
    jobs.notice_silence(0)
    jobs.notice_silence(0)
    waiting.refresh_from_db()
    lead.refresh_from_db()
    assert (waiting.outcome, lead.unanswered_count) == ("UNANSWERED", 1)


def test_their_call_answers_what_was_waiting_and_reopens_an_unresponsive_lead(lead, rory, recorded):
    waiting = follow_up(lead, rory)
    rules.complete_follow_up(waiting, by=rory)
    for _time in range(4):
        rules.complete_follow_up(follow_up(lead, rory), by=rory, outcome="UNANSWERED")
    lead = rules.heard_from(lead, at=clock.now(), by=rory)
    waiting.refresh_from_db()
    assert waiting.outcome == "ANSWERED"
    assert (lead.status, lead.unanswered_count) == ("ACTIVE", 0)
    assert recorded()[-1] == "lead.reopened"


def test_only_a_persons_first_reply_counts_and_it_is_kept(lead, rory, tess):
    from crm.accounts.models import Staff

    first = clock.now() - timedelta(hours=1)
    rules.reached_out(lead, at=first - timedelta(hours=1), by=Staff.objects.system())
    rules.reached_out(lead, at=first, by=rory)
    lead = rules.reached_out(lead, at=clock.now(), by=tess)
    assert lead.first_reply_at == first
