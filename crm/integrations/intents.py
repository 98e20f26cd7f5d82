"""What an outside system wants of us, in our words: read once, carried out by one rule each."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, StringConstraints

from crm.catalogue.models import RepairType, UrgencyLevel
from crm.consent.models import Consent
from crm.customers.addresses import maybe_email, maybe_phone
from crm.customers.names import full_name, split_name
from crm.leads.models import Lead

Id = Annotated[str, StringConstraints(max_length=255)]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Person(_Frozen):
    """Who it is about, as they were sent: nothing here is known to be an address yet."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    external_user: Id = ""
    language: str = ""

    @classmethod
    def called(cls, name: str, first_name: str = "", last_name: str = "", **more: Any) -> "Person":
        """The two names, or one name taken apart when only that is known."""
        if not (first_name or last_name):
            first_name, last_name = split_name(name)
        return cls(first_name=first_name[:100], last_name=last_name[:100], **more)

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)

    @property
    def normal_email(self) -> str:
        return maybe_email(self.email)

    @property
    def normal_phone(self) -> str:
        return maybe_phone(self.phone)

    @property
    def keys(self) -> list[str]:
        """What this person may be recognised by in deliveries that came before them."""
        keys = [f"user:{self.external_user}"] if self.external_user else []
        return keys + ([f"email:{self.normal_email}"] if self.normal_email else [])


class Choice(_Frozen):
    """A decision about marketing on one channel, with the words and how we can show it."""

    channel: Consent.Channel
    given: bool
    wording: str
    evidence: dict[str, Any] = {}


class Registration(_Frozen):
    """Somebody has opened an account over there and wishes to be a customer here."""

    external_id: Id
    person: Person
    registered_at: datetime | None = None
    choices: list[Choice] = []
    details: dict[str, Any] = {}

    @property
    def subject(self) -> str:
        return self.external_id


class Enquiry(_Frozen):
    """Somebody asks for a repair: what becomes a lead."""

    external_id: Id | None = None
    person: Person
    device: dict[str, Any] = {}
    needs: str = ""
    urgency: str = Lead.Urgency.MEDIUM
    estimate: Decimal | None = None
    choices: list[Choice] = []
    details: dict[str, Any] = {}

    @property
    def subject(self) -> str:
        return self.external_id or ""


class CustomerUpdate(_Frozen):
    """Somebody has changed their particulars over there."""

    person: Person
    changes: dict[str, Any]
    choices: list[Choice] = []
    happened_at: datetime | None = None
    reason: str = ""

    @property
    def whose(self) -> str:
        return f"{self.person.keys[0][:250]}@"

    @property
    def subject(self) -> str:
        """Sorts by time among the updates of one person; nothing when it names no time."""
        if self.happened_at is None:
            return ""
        moment = self.happened_at.astimezone(UTC).isoformat(timespec="microseconds")
        return f"{self.whose}{moment}"


class PaymentNews(_Frozen):
    """A payment over there has come to a new status; in their words and ours."""

    external_id: Id
    status: str
    words: str
    person: Person
    booking_id: Id = ""
    amount: Decimal | None = None
    currency: str = ""
    method: str = ""
    happened_at: datetime | None = None
    state: str = ""
    way: str = "OTHER"
    refunded: Decimal | None = None
    references: list[Id] = []
    details: dict[str, Any] = {}

    @property
    def subject(self) -> str:
        """One payment has news several times: for each status, and each time more goes back."""
        back = f":{self.refunded}" if self.refunded else ""
        return f"{self.external_id[:240]}:{self.status}{back}"

    @property
    def keys(self) -> list[str]:
        return self.person.keys + ([f"repair:{self.booking_id}"] if self.booking_id else [])


class BookingNews(_Frozen):
    """A repair has been booked over there, as far as it was told. Money is in pounds."""

    external_id: Id
    person: Person
    status: str = ""
    repair_type: str = RepairType.CUSTOM_REPAIR
    urgency: str = UrgencyLevel.STANDARD
    service: str = ""
    device: str = ""
    year: int | None = None
    serial_number: str = ""
    imei: str = ""
    fault: str = ""
    base_price: Decimal | None = None
    final_price: Decimal | None = None
    taken_at: datetime | None = None
    preferred_at: datetime | None = None
    scheduled_at: datetime | None = None
    expected_at: datetime | None = None
    photos: list[str] = []
    notes: str = ""
    details: dict[str, Any] = {}

    @property
    def subject(self) -> str:
        return self.external_id

    @property
    def is_whole(self) -> bool:
        """Does it say whose repair it is?"""
        person = self.person
        return bool(person.name or person.normal_email or person.normal_phone or person.keys)


class StatusNews(_Frozen):
    """A repair has moved over there; `booking` is all that was told of it."""

    booking: BookingNews
    status: str
    event_id: Id = ""
    happened_at: datetime | None = None
    notes: str = ""

    @property
    def subject(self) -> str:
        """One repair moves often, and may come to one status twice."""
        moment = self.happened_at.astimezone(UTC).isoformat() if self.happened_at else ""
        which = self.event_id or (moment and f"{self.status}@{moment}")
        return f"{self.booking.external_id[:190]}:{which[:100]}" if which else ""


class RatingNews(_Frozen):
    """What a customer over there made of their repair."""

    booking_id: Id
    stars: Decimal | None = None
    effort: Decimal | None = None
    nps: int | None = None
    words: str = ""
    happened_at: datetime | None = None

    @property
    def subject(self) -> str:
        said = f"{self.stars}/{self.effort}/{self.nps}"
        moment = self.happened_at.astimezone(UTC).isoformat() if self.happened_at else ""
        return f"{self.booking_id[:200]}:{said}@{moment}"


Intent = (
    Registration | Enquiry | CustomerUpdate | PaymentNews | BookingNews | StatusNews | RatingNews
)
