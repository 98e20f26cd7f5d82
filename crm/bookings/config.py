"""The model of `bookings.yaml`."""

from datetime import datetime, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from crm.accounts.config import permissions
from crm.bookings.models.status import ENDED, Status
from crm.catalogue.models import RepairType, UrgencyLevel
from crm.lib.business import business
from crm.lib.config import declare

Tone = Literal["", "accent", "success", "warning", "danger"]
Hours = Annotated[int, Field(ge=1, le=24 * 90)]
Days = Annotated[int, Field(ge=0, le=3650)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StatusWords(_Strict):
    """How a status is called on the bench, and what the customer is told about it."""

    label: str = Field(min_length=1, max_length=40)
    tone: Tone = ""
    customer: str = Field(min_length=1, max_length=255)
    next: Status | None = None
    action: str = Field("", max_length=40)

    @model_validator(mode="after")
    def next_has_a_button(self) -> "StatusWords":
        if (self.next is None) != (not self.action):
            raise ValueError("give next and action together: the one press is called something")
        return self


class Promises(_Strict):
    """How soon a repair is promised by its urgency, and when the bench is warned."""

    turnaround_hours: dict[UrgencyLevel, Hours]
    warn_hours: Hours = 4

    @field_validator("turnaround_hours")
    @classmethod
    def every_urgency(cls, hours: dict[UrgencyLevel, int]) -> dict[UrgencyLevel, int]:
        missing = [urgency.value for urgency in UrgencyLevel if urgency not in hours]
        if missing:
            raise ValueError(f"nothing is said of {', '.join(missing)}")
        return hours


class Warranty(_Strict):
    """For how many days each kind of repair is guaranteed; 0 is not at all."""

    days: Days = 90
    by_repair: dict[RepairType, Days] = {}

    def of(self, repair_type: str) -> int:
        return self.by_repair.get(RepairType(repair_type), self.days)


_FILLED_IN = ("name", "device", "business", "reference", "price", "to_pay", "hours")


class Ready(_Strict):
    """What to say when a repair waits to be collected."""

    sms: str
    email_subject: str
    email_body: str

    @field_validator("*")
    @classmethod
    def fillable(cls, sentence: str) -> str:
        try:
            sentence.format(**dict.fromkeys(_FILLED_IN, ""))
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(
                "only {name}, {device}, {business}, {reference}, {price}, {to_pay} and {hours} "
                f"are known: {error}"
            ) from None
        return sentence


class Bookings(_Strict):
    prefix: str = Field("FX", pattern=r"^[A-Z]{1,6}$")
    statuses: dict[Status, StatusWords]
    transitions: dict[Status, list[Status]]
    needs: dict[Status, str] = {}
    platform_statuses: dict[str, Status] = {}
    promises: Promises
    warranty: Warranty = Warranty()
    ready: Ready

    @field_validator("needs")
    @classmethod
    def permissions_that_exist(cls, needs: dict[Status, str]) -> dict[Status, str]:
        unknown = sorted(set(needs.values()) - set(permissions().permissions))
        if unknown:
            raise ValueError(f"there is no permission called {', '.join(unknown)}")
        return needs

    @model_validator(mode="after")
    def statuses_hold_together(self) -> "Bookings":
        unsaid = [status.value for status in Status if status not in self.statuses]
        if unsaid:
            raise ValueError(f"statuses: {', '.join(unsaid)} has no words")
        for ended in ENDED:
            if self.transitions.get(ended):
                raise ValueError(f"transitions: nothing leads out of {ended.value}")
        for status, words in self.statuses.items():
            if words.next and words.next not in self.leads_to(status):
                raise ValueError(f"statuses: {status.value} cannot become {words.next.value}")
        return self

    def leads_to(self, status: str) -> list[Status]:
        """Where people may take a repair from here."""
        return self.transitions.get(Status(status), [])

    def said_by_platform(self, word: str) -> Status | None:
        """Our status for another system's word, whatever its dashes and capitals."""
        spelt = word.strip().casefold().replace("-", "_").replace(" ", "_")
        return self._vocabulary.get(spelt)

    @property
    def _vocabulary(self) -> dict[str, Status]:
        own = {status.value.casefold(): status for status in Status}
        theirs = {
            word.casefold().replace("-", "_"): status
            for word, status in self.platform_statuses.items()
        }
        return own | theirs

    def suggested_promise(self, urgency: str, asked: datetime) -> datetime:
        """The usual time for this urgency, moved into opening hours and to a full half hour."""
        due = asked + timedelta(hours=self.promises.turnaround_hours[UrgencyLevel(urgency)])
        if not business().is_open(due):
            due = business().next_opening(due) + timedelta(hours=1)
        past = timedelta(minutes=due.minute % 30, seconds=due.second, microseconds=due.microsecond)
        return due + timedelta(minutes=30) - past if past else due


bookings_config = declare("bookings", Bookings)
