"""The clock's door: payments nobody heard the end of are asked for, and the books are audited."""

import logging
from datetime import timedelta

from crm.accounts.models import Staff
from crm.lib import clock
from crm.lib.jobs import app
from crm.lib.refusal import Refusal
from crm.payments import auditing, rules
from crm.payments.models import OutsidePayment, OutsideRefund

logger = logging.getLogger(__name__)
LEFT_ALONE = timedelta(minutes=2)
GIVEN_UP = timedelta(days=3)
AT_ONCE = 50


@app.periodic(cron="*/5 * * * *")
@app.task(name="payments.look_after", queueing_lock="payments.look_after", pass_context=False)
def look_after(timestamp: int) -> None:
    """Card payments and refunds that we asked for, and whose answer or news got lost."""
    now, by = clock.now(), Staff.objects.system()
    left = {"created_at__lt": now - LEFT_ALONE}
    asked = OutsideRefund.objects.filter(status="ASKED", **left).select_related("payment")
    for refund in asked.order_by("created_at")[:AT_ONCE]:
        try:
            rules.settle_refund(refund, by=by)
        except Refusal as refusal:
            logger.warning("Refund %s: %s", refund.pk, refusal.message)
    open_ones = OutsidePayment.objects.filter(
        status__in=["PENDING", "PROCESSING"], asked_by__isnull=False, **left
    )
    recent = open_ones.filter(created_at__gt=now - GIVEN_UP).select_related("booking")
    for row in recent.order_by("created_at")[:AT_ONCE]:
        try:
            rules.look_after(row, by=by)
        except Refusal as refusal:
            logger.warning("Payment %s: %s", row.pk, refusal.message)


@app.periodic(cron="40 3 * * *")
@app.task(name="payments.audit", queueing_lock="payments.audit", pass_context=False)
def audit(timestamp: int) -> None:
    """Add everything up again, and say so where nobody can miss it if a total is off."""
    for mistake in auditing.mistakes():
        logger.error("The ledger does not agree: %s", mistake)
