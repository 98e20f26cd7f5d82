"""The model of `integrations.yaml`: where things stand in a payload, and what waits for whom."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Annotated, Any, Literal, TypeVar

from django.db.models import TextChoices
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
)

from crm.catalogue.models import RepairType, UrgencyLevel
from crm.integrations.platform_tables import PlatformDatabase
from crm.lib.config import declare
from crm.payments.config import MoneyMethod
from crm.payments.models import OutsidePayment

C = TypeVar("C", bound=TextChoices)
Dotted = Annotated[str, StringConstraints(pattern=r"^\w+(\.\w+)*$")]
Spellings = dict[str, list[Dotted]]
Urgency = Literal["LOW", "MEDIUM", "HIGH", "URGENT"]


def _reading(needed: str, *others: str) -> Callable[[Spellings], Spellings]:
    """Only these things are read, and the first of them must be found somewhere."""

    def check(spellings: Spellings) -> Spellings:
        unknown = sorted(set(spellings) - {needed, *others})
        if unknown:
            raise ValueError(f"nothing is read as {unknown[0]}")
        if not spellings.get(needed):
            raise ValueError(f"say at least one place where {needed} stands")
        return spellings

    return check


_PERSON = ("first_name", "last_name", "name", "email", "phone", "language")
_REQUEST = (
    *("user_id", "ticket_number", "device", "model", "fault", "service_type", "urgency"),
    *("estimate", "address", "notes", "photos", "behaviour", "asked_at", "channel"),
)
_PAYMENT = (
    *("booking_id", "ticket_number", "amount", "refunded", "currency", "status", "method"),
    *("transaction_id", "happened_at", "user_id", "email"),
)
_PRICE = (
    *("base", "urgency", "complexity", "demand", "season", "valid_until"),
    *("refused", "success"),
)
_BOOKING = (
    *("user_id", "status", "repair_type", "urgency", "service", "device", "brand", "model"),
    *("year", "serial_number", "imei", "fault", "base_price", "final_price", "taken_at"),
    *("preferred_at", "scheduled_at", "expected_at", "photos", "notes", "ticket_number"),
)
_MOVE = ("status", "old_status", "event_id", "happened_at", "notes")
_RATING = ("stars", "effort", "nps", "words", "happened_at")
_ACCOUNT = ("preferences", "registered_at", "ip", "user_agent")
Registrations = Annotated[Spellings, AfterValidator(_reading("external_id", *_PERSON, *_ACCOUNT))]
RepairRequests = Annotated[Spellings, AfterValidator(_reading("external_id", *_PERSON, *_REQUEST))]
Payments = Annotated[Spellings, AfterValidator(_reading("external_id", *_PAYMENT))]
PriceAnswers = Annotated[Spellings, AfterValidator(_reading("total", *_PRICE))]
Bookings = Annotated[Spellings, AfterValidator(_reading("external_id", *_PERSON, *_BOOKING))]
Moves = Annotated[Spellings, AfterValidator(_reading("status", *_MOVE))]
Ratings = Annotated[Spellings, AfterValidator(_reading("booking_id", *_RATING))]
Updates = Annotated[
    Spellings,
    AfterValidator(_reading("user_id", "email", "fields", "current", "happened_at", "reason")),
]


_PAUSE = re.compile(r"(\d{1,4}) ?(s|min|h|d)")
_UNITS = {"s": "seconds", "min": "minutes", "h": "hours", "d": "days"}


def _pause(value: Any) -> timedelta:
    """`5 s`, `30 min`, `2 h`, `1 d`."""
    parts = _PAUSE.fullmatch(str(value).strip())
    if not parts or int(parts[1]) == 0:
        raise ValueError("write a pause like 5 s, 30 min, 2 h or 1 d")
    return timedelta(**{_UNITS[parts[2]]: int(parts[1])})


Pause = Annotated[timedelta, BeforeValidator(_pause)]


def _known(word: str, ours: type[C], theirs: dict[str, C]) -> C | None:
    """Our word for theirs, whatever its dashes and capitals."""
    spelt = _plain(word)
    own = {_plain(choice.value): choice for choice in ours}
    return (own | {_plain(name): choice for name, choice in theirs.items()}).get(spelt)


def _plain(word: str) -> str:
    return word.strip().casefold().replace("-", "_").replace(" ", "_")


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AutoApprove(_Strict):
    registration: bool = False
    repair_request: bool = False


class Prices(_Strict):
    """Where the platform says what a repair costs, and how its answer is read."""

    url: Annotated[str, StringConstraints(pattern=r"^(https?://[^\s/]+[^\s]*)?$")] = ""
    endpoint: Literal["simple", "calculate"] = "simple"
    timeout_seconds: float = Field(3, gt=0, le=10)
    answer: PriceAnswers


class RevivaTech(_Strict):
    """How the platform's webhooks are read, and its prices asked."""

    branch: str = ""
    auto_approve: AutoApprove = AutoApprove()
    urgency: dict[str, Urgency]
    payment_statuses: dict[str, str]
    payment_states: dict[str, OutsidePayment.Status] = {}
    payment_methods: dict[str, MoneyMethod] = {}
    payment_amounts_in: Literal["pounds", "pence"] = "pounds"
    consent: dict[str, Literal["EMAIL", "SMS"]]
    registration: Registrations
    repair_request: RepairRequests
    payment_status: Payments
    customer_update: Updates
    prices: Prices
    database: PlatformDatabase
    devices_url: Annotated[str, StringConstraints(pattern=r"^(https?://[^\s/]+[^\s]*)?$")] = ""
    devices_timeout: float = Field(10, gt=0, le=60)
    device_categories: dict[str, str] = {}
    booking: Bookings
    status_changed: Moves
    completion_rated: Ratings
    payment_processed_in: Literal["pence", "pounds"] = "pence"
    repair_types: dict[str, RepairType] = {}
    booking_urgency: dict[str, UrgencyLevel] = {}

    def repair_type_of(self, word: str) -> RepairType:
        """One of the twelve, by its own name or a shop's word for it; else another repair."""
        return _known(word, RepairType, self.repair_types) or RepairType.CUSTOM_REPAIR

    def booking_urgency_of(self, word: str) -> UrgencyLevel:
        return _known(word, UrgencyLevel, self.booking_urgency) or UrgencyLevel.STANDARD

    def urgency_of(self, word: str) -> Urgency:
        known = {key.casefold(): value for key, value in self.urgency.items()}
        return known.get(word.strip().casefold(), "MEDIUM")

    def payment_state(self, status: str) -> str:
        """How far a payment has come, in the ledger's words; nothing for a word nobody knows."""
        known = {key.casefold(): state for key, state in self.payment_states.items()}
        return str(known.get(status.strip().casefold(), ""))

    def payment_method(self, word: str) -> str:
        known = {key.casefold(): method for key, method in self.payment_methods.items()}
        return known.get(word.strip().casefold(), "OTHER")

    def payment_words(self, status: str) -> str:
        known = {key.casefold(): words for key, words in self.payment_statuses.items()}
        return known.get(status.strip().casefold(), f"Payment: {status or 'no status'}")


def _https(address: str) -> str:
    plain = address.startswith(("http://localhost", "http://127.0.0.1"))  # for tests
    if not (address.startswith("https://") or plain):
        raise ValueError("must begin with https://")
    return address


class Stripe(_Strict):
    """Card payments. The keys stand in the environment."""

    enabled: bool = False
    api: Annotated[str, AfterValidator(_https)] = "https://api.stripe.com"
    timeout_seconds: int = Field(10, ge=1, le=60)
    tolerance_seconds: int = Field(300, ge=1, le=3600)


class Retention(_Strict):
    deliveries_days: int = Field(30, ge=1, le=3650)
    decisions_days: int = Field(30, ge=1, le=3650)
    dispatches_days: int = Field(30, ge=1, le=3650)


class Outgoing(_Strict):
    """How webhooks of ours reach other systems, and when we stop trying."""

    allow_private_networks: bool = False
    timeout_seconds: int = Field(15, ge=1, le=60)
    retry_after: list[Pause] = Field(min_length=1, max_length=20)
    disable_after_days: int = Field(5, ge=1, le=90)
    rotation_overlap_hours: int = Field(24, ge=1, le=720)


class Integrations(_Strict):
    revivatech: RevivaTech
    stripe: Stripe = Stripe()
    outgoing: Outgoing
    retention: Retention = Retention()
    attempts: int = Field(4, ge=1, le=20)


integrations = declare("integrations", Integrations)
