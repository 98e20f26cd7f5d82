"""The clock's door to customers: every night, everybody is compared with everybody."""

from crm.customers import rules
from crm.lib.jobs import app


@app.periodic(cron="15 3 * * *")
@app.task(name="customers.scan", queueing_lock="customers.scan", pass_context=False)
def scan(timestamp: int) -> None:
    """A chunk at a time, each in its own transaction; a restart begins again, which is harmless."""
    last = rules.scan_chunk(None)
    while last is not None:
        last = rules.scan_chunk(last)
