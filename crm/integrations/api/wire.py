"""How endpoints and their deliveries look on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, StringConstraints

from crm.integrations.models import Attempt, Dispatch, Endpoint
from crm.lib.paging import PageAsked
from crm.lib.schema import In, Out
from crm.lib.wire import Line, Moment

Pattern = Annotated[str, StringConstraints(pattern=r"^(\*|[a-z_]+\.(\*|[a-z_]+))$", max_length=80)]
Url = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Role = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Events = Annotated[list[Pattern], Field(min_length=1, max_length=50)]


class WebhookIn(In):
    """Where to, which events, and as what: it hears what this role may read at the branch."""

    url: Url
    events: Events
    role: Role
    branch_id: UUID | None = Field(None, description="null: every branch")
    description: Line = ""


class WebhookPatch(In):
    """The fields to change; the others stay as they are. Only `branch_id` may be null."""

    url: Url | None = None
    events: Events | None = None
    role: Role | None = None
    branch_id: UUID | None = None
    description: Line | None = None

    def over(self, endpoint: Endpoint) -> WebhookIn:
        """What the endpoint is to be, whole."""
        known = {name: getattr(endpoint, name) for name in WebhookIn.model_fields}
        given = {name: getattr(self, name) for name in self.model_fields_set}
        changes = {
            name: value for name, value in given.items() if value is not None or name == "branch_id"
        }
        return WebhookIn(**known | changes)


class WebhookOut(Out):
    id: UUID
    url: str
    description: str
    events: list[str]
    role: str
    branch_id: UUID | None
    status: Endpoint.Status
    why_disabled: str
    failures: int = Field(description="attempts in a row that failed")
    failing_since: Moment | None
    succeeded_at: Moment | None
    former_secret_until: Moment | None
    created_at: Moment
    version: int

    @staticmethod
    def resolve_former_secret_until(endpoint: Endpoint) -> datetime | None:
        return endpoint.former_until


class WebhookCreated(Out):
    """The endpoint, and its secret: this is the only time it is shown."""

    webhook: WebhookOut
    secret: str


class WebhooksOut(Out):
    items: list[WebhookOut]
    next_cursor: str | None


class EventTypesOut(Out):
    """Every event that can be listened to."""

    items: list[str]


class WebhookDeliveriesAsked(PageAsked):
    status: Dispatch.Status | None = None


class WebhookDeliveryOut(Out):
    id: UUID
    event_id: UUID = Field(description="the message's `webhook-id`")
    type: str
    status: Dispatch.Status
    attempts: int
    next_attempt_at: Moment | None
    last_code: int | None
    last_error: str
    created_at: Moment
    settled_at: Moment | None

    @staticmethod
    def resolve_type(delivery: Dispatch) -> str:
        return delivery.event.verb


class WebhookAttemptOut(Out):
    at: Moment
    milliseconds: int
    code: int | None
    error: str
    answer: str = Field(description="the first 4,000 bytes")


class WebhookDeliveryWhole(WebhookDeliveryOut):
    """With what is sent, unless the caller may not read it, and the latest 50 attempts."""

    payload: dict[str, Any] | None
    history: list[WebhookAttemptOut]

    @staticmethod
    def resolve_history(delivery: Dispatch) -> list[Attempt]:
        return list(delivery.history.all()[:50])


class WebhookDeliveriesOut(Out):
    items: list[WebhookDeliveryOut]
    next_cursor: str | None
