"""The clock's door: what failed is tried again, what is done with is forgotten."""

import logging
from datetime import timedelta

from crm.integrations import rules
from crm.integrations.config import integrations
from crm.integrations.models import Delivery, DeviceImport
from crm.lib import clock
from crm.lib.jobs import app
from crm.lib.refusal import Refusal
from crm.transfer.models import Import

logger = logging.getLogger(__name__)
LEFT_ALONE = timedelta(minutes=1)
AT_ONCE = 200


@app.periodic(cron="*/2 * * * *")
@app.task(name="integrations.retry", queueing_lock="integrations.retry", pass_context=False)
def retry(timestamp: int) -> None:
    """Deliveries that failed on our side, or that a stopped process left half done."""
    due = Delivery.objects.to_retry(
        attempts=integrations().attempts, untouched_since=clock.now() - LEFT_ALONE
    )
    for delivery_id in list(due.values_list("pk", flat=True)[:AT_ONCE]):
        process(str(delivery_id))


@app.task(name="integrations.process")
def process(delivery_id: str) -> None:
    """Read one delivery again."""
    delivery = Delivery.objects.filter(pk=delivery_id).first()
    if delivery is None:
        return  # forgotten meanwhile
    try:
        rules.process(delivery)
    except Refusal as refusal:
        logger.info("Delivery %s cannot be read: %s", delivery_id, refusal.message)


@app.periodic(cron="23 3 * * *")
@app.task(name="integrations.forget", queueing_lock="integrations.forget", pass_context=False)
def forget(timestamp: int) -> None:
    """Each night: raw deliveries that are done with."""
    rules.forget()


@app.task(name="integrations.fetch", retry=3)
def fetch(import_id: str, table: str) -> None:
    """Customers from a platform's database."""
    upload = Import.objects.filter(pk=import_id).first()
    if upload is not None:
        rules.fetch(upload, table=table)


@app.task(name="integrations.fetch_devices")
def fetch_devices(import_id: str) -> None:
    """The platform's devices, make by make; a restart begins again, which doubles nothing."""
    rules.fetch_devices(DeviceImport.objects.get(pk=import_id))
