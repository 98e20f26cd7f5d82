"""Bringing a delivery to its endpoint: claimed, posted outside any transaction, written down.

A process that dies in between leaves a claim that lapses, and the delivery is sent again
under the same `webhook-id`. Two that hold one claim by mistake do no harm but a repeat.
"""

import random
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import Staff
from crm.integrations.config import integrations
from crm.integrations.models import Attempt, Dispatch, Endpoint
from crm.integrations.outgoing import audience, message, posting, signing
from crm.integrations.outgoing.posting import Answer
from crm.lib import clock
from crm.lib.sealing import UnsealableError

GONE = 410
CLAIM = timedelta(minutes=2)
FIRST_REST, LONGEST_REST = timedelta(seconds=10), timedelta(minutes=5)
JITTER = 0.2


def endpoints_with_post() -> list[UUID]:
    """The endpoints for which something is due: a probe of the index for each, no more."""
    now = clock.now()
    due = Dispatch.objects.due(now).filter(endpoint=OuterRef("pk"))
    ready = Endpoint.objects.taking_post(now).filter(Exists(due))
    return list(ready.values_list("pk", flat=True))


def send_next(endpoint_id: UUID) -> bool:
    """Send what comes next for this endpoint; False when there is nothing to send."""
    now = clock.now()
    ready = Endpoint.objects.taking_post(now).filter(pk=endpoint_id)
    due = Dispatch.objects.due(now).filter(endpoint__in=ready)
    delivery = due.in_turn().select_related("endpoint", "event").first()
    if delivery is None:
        return False
    if _claimed(delivery):
        _settle(delivery, _answer_to(delivery))
    return True


def _claimed(delivery: Dispatch) -> bool:
    """Ours, unless somebody else was faster: one conditional update."""
    mine = Dispatch.objects.pending().filter(
        pk=delivery.pk, next_attempt_at=delivery.next_attempt_at
    )
    return bool(mine.update(next_attempt_at=clock.now() + CLAIM))


def _answer_to(delivery: Dispatch) -> Answer:
    """What the receiver says. Rights are asked again: the role may allow less by now."""
    endpoint, event = delivery.endpoint, delivery.event
    is_ours = event.about_id == endpoint.pk  # a test, or news of the endpoint itself
    if not is_ours and not audience.may_hear(endpoint, event):
        return Answer(None, error=_("The webhook may not hear this any more."), is_final=True)
    body = message.body(event)
    try:
        signed = signing.headers(
            message_id=str(event.pk),
            timestamp=int(clock.now().timestamp()),
            body=body,
            secrets_kept=endpoint.signing_secrets,
        )
    except UnsealableError:
        # CRM_SECRET_KEY was changed without re-sealing; only a new secret helps.
        return Answer(None, error=_("The secret cannot be read. Rotate it."))
    config = integrations().outgoing
    return posting.post(
        endpoint.url,
        body,
        {"Content-Type": "application/json", "User-Agent": message.AGENT} | signed,
        seconds=config.timeout_seconds,
        inside=config.allow_private_networks,
    )


@transaction.atomic
def _settle(delivery: Dispatch, answer: Answer) -> None:
    """Write down the attempt and what follows from it, if the delivery still waits for it."""
    endpoint = Endpoint.objects.select_for_update(of=("self",)).get(pk=delivery.endpoint_id)
    current = Dispatch.objects.select_for_update().filter(pk=delivery.pk).first()
    if current is None or not current.is_pending:
        return  # another sender, or a night's forgetting, was first
    now = clock.now()
    current.attempts += 1
    current.last_code, current.last_error = answer.code, answer.error[:255]
    pause = None if answer.is_final else _pause_after(current.attempts)
    if answer.is_success or pause is None:
        current.status = Dispatch.Status.DELIVERED if answer.is_success else Dispatch.Status.FAILED
        current.next_attempt_at, current.settled_at = None, now
    else:
        current.next_attempt_at = now + pause
    current.save()
    Attempt.objects.create(
        dispatch=current,
        at=now,
        milliseconds=answer.milliseconds,
        code=answer.code,
        error=answer.error,
        answer=answer.text,
    )
    if not answer.is_final:
        _note(endpoint, answer)


def _pause_after(attempts: int) -> timedelta | None:
    """How long until the next attempt, never the same for all; None when it was the last."""
    pauses = integrations().outgoing.retry_after
    if attempts > len(pauses):
        return None
    return pauses[attempts - 1] * random.uniform(1, 1 + JITTER)  # noqa: S311 - no secret


def _note(endpoint: Endpoint, answer: Answer) -> None:
    """What the attempt says about the endpoint itself."""
    now = clock.now()
    if answer.is_success:
        endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
        endpoint.succeeded_at = now
    else:
        endpoint.failures += 1
        endpoint.failing_since = endpoint.failing_since or now
        endpoint.rests_until = now + _rest(endpoint.failures)
        _disable_if_hopeless(endpoint, answer)
    endpoint.save(
        update_fields=[
            *("failures", "failing_since", "rests_until", "succeeded_at"),
            *("status", "why_disabled", "updated_at"),
        ]
    )


def _rest(failures: int) -> timedelta:
    """After a few failures in a row, ever longer: a dead receiver must not be hammered."""
    beyond = failures - Endpoint.MANY
    return min(FIRST_REST * 2 ** min(beyond, 10), LONGEST_REST) if beyond >= 0 else timedelta()


def _disable_if_hopeless(endpoint: Endpoint, answer: Answer) -> None:
    days = integrations().outgoing.disable_after_days
    if not endpoint.is_active:
        return
    if answer.code == GONE:
        endpoint.why_disabled = _("The receiver says that it is gone (410).")
    elif endpoint.failing_since and clock.now() - endpoint.failing_since >= timedelta(days=days):
        endpoint.why_disabled = _("Every attempt of the last %(n)d days failed.") % {"n": days}
    else:
        return
    endpoint.status = Endpoint.Status.DISABLED
    activity.record(
        "webhook.disabled",
        about=endpoint,
        by=Staff.objects.system(),
        name=str(endpoint),
        reason=endpoint.why_disabled,
    )
