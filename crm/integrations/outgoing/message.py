"""What is sent: one event of the log, small, with ids to read more by."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from crm.activity.models import Event
from crm.lib.wire import written

AGENT = "RevivaCRM-Webhooks/1"


def content(event: Event) -> dict[str, Any]:
    """The event as receivers read it; what it may hold was judged before."""
    return {
        "type": event.verb,
        "timestamp": written(event.at),
        "data": {
            "event_id": event.pk,
            "about_type": event.about_type,
            "about_id": event.about_id,
            "part_of": event.part_of,
            "customer_id": event.customer_id,
            "branch_id": event.branch_id,
            "by": event.actor_name,
            "particulars": event.particulars,
        },
    }


def body(event: Event) -> bytes:
    """The same bytes at every attempt, so that a receiver may compare them."""
    return json.dumps(content(event), cls=DjangoJSONEncoder, ensure_ascii=False).encode()


def text(event: Event) -> str:
    """The same for people, indented."""
    return json.dumps(content(event), cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
