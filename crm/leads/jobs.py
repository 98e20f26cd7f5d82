"""The clock's door to leads: silence is noticed, scores are renewed."""

from crm.accounts.models import Staff
from crm.leads import rules
from crm.leads.models import Rescoring
from crm.lib.jobs import app


@app.periodic(cron="*/5 * * * *")
@app.task(name="leads.notice_silence", queueing_lock="leads.notice_silence", pass_context=False)
def notice_silence(timestamp: int) -> None:
    """Follow-ups that nobody answered in time count as unanswered."""
    system = Staff.objects.system()
    for follow_up in rules.awaiting_too_long():
        rules.give_up_waiting(follow_up, by=system)


@app.task(name="leads.rescore")
def rescore(rescoring_id: str) -> None:
    """All chunks of one pass, each in its own transaction; a restart goes on where it was."""
    pass_ = Rescoring.objects.get(pk=rescoring_id)
    system = Staff.objects.system()
    while rules.rescore_chunk(pass_, by=system):
        pass
