"""The queue's door to imports. Each may be killed anywhere and begun again."""

from crm.accounts.models import Staff
from crm.lib.jobs import app
from crm.transfer import rules
from crm.transfer.models import Import


@app.task(name="transfer.survey", retry=3)
def survey(import_id: str) -> None:
    rules.survey(Import.objects.get(pk=import_id))


@app.task(name="transfer.judge", retry=3)
def judge(import_id: str, by_id: str) -> None:
    rules.judge(Import.objects.get(pk=import_id), by=Staff.objects.get(pk=by_id))


@app.task(name="transfer.apply", retry=3)
def apply(import_id: str, by_id: str) -> None:
    """All chunks, each in its own transaction."""
    upload, by = Import.objects.get(pk=import_id), Staff.objects.get(pk=by_id)
    while rules.apply_chunk(upload, by=by):
        pass


@app.task(name="transfer.undo", retry=3)
def undo(import_id: str, by_id: str) -> None:
    upload, by = Import.objects.get(pk=import_id), Staff.objects.get(pk=by_id)
    while rules.undo_chunk(upload, by=by):
        pass


@app.periodic(cron="53 3 * * *")
@app.task(name="transfer.forget", queueing_lock="transfer.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Each night: files that are done with."""
    rules.forget()
