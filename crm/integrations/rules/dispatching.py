"""An event becomes a delivery to every endpoint that wants it and may hear it."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.integrations.models import Dispatch, Endpoint, Subscription
from crm.integrations.outgoing import audience, patterns
from crm.lib import clock
from crm.lib.refusal import Refusal

Status = Dispatch.Status


def wanted_verbs() -> Collection[str]:
    """What any active endpoint listens to; nothing, and the log is passed over unread."""
    asked = Subscription.objects.active().values_list("pattern", flat=True)
    return patterns.heard_by(set(asked))


def dispatch(event: Event) -> None:
    """Put the event on its way. Told twice, it goes once: the pair is unique."""
    wanting = Subscription.objects.wanting(event.verb, event.at).select_related("endpoint")
    endpoints = {row.endpoint_id: row.endpoint for row in wanting}
    if not endpoints:
        return
    may_hear, now = audience.of(event), clock.now()
    Dispatch.objects.bulk_create(
        [
            Dispatch(endpoint=endpoint, event=event, next_attempt_at=now)
            for endpoint in endpoints.values()
            if may_hear(endpoint)
        ],
        ignore_conflicts=True,
    )


@transaction.atomic
def test(endpoint: Endpoint, *, by: Staff) -> Dispatch:
    """Send something now, whatever it listens to, so that a person sees whether it arrives."""
    endpoint = _awake(endpoint)
    event = activity.record("webhook.tested", about=endpoint, by=by, name=str(endpoint))
    return Dispatch.objects.create(endpoint=endpoint, event=event, next_attempt_at=clock.now())


@transaction.atomic
def redeliver(delivery: Dispatch, *, by: Staff) -> Dispatch:
    """Send it once more, now, under the same id; from here it is tried as if it were new."""
    endpoint = _awake(delivery.endpoint)
    delivery = Dispatch.objects.select_for_update(of=("self",)).get(pk=delivery.pk)
    delivery.status, delivery.settled_at = Status.PENDING, None
    delivery.attempts, delivery.next_attempt_at = 0, clock.now()
    delivery.save(update_fields=["status", "settled_at", "attempts", "next_attempt_at"])
    activity.record(
        "webhook.redelivered", about=endpoint, by=by, name=str(endpoint), delivery=str(delivery.pk)
    )
    return delivery


def _awake(endpoint: Endpoint) -> Endpoint:
    """Somebody is looking: an endpoint that rests between attempts is called at once."""
    endpoint = Endpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)
    if not endpoint.is_active:
        raise Refusal(_("This webhook is not active. Switch it on first."))
    endpoint.rests_until = None
    endpoint.save(update_fields=["rests_until"])
    return endpoint
