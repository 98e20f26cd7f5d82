"""The model of `integrations.yaml`: where things stand in a payload, and what waits for whom."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from crm.lib.config import declare

Dotted = Annotated[str, StringConstraints(pattern=r"^\w+(\.\w+)*$")]
Spellings = dict[str, list[Dotted]]
Urgency = Literal["LOW", "MEDIUM", "HIGH", "URGENT"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AutoApprove(_Strict):
    registration: bool = False
    repair_request: bool = False


class RevivaTech(_Strict):
    """How the platform's four webhooks are read."""

    branch: str = ""
    auto_approve: AutoApprove = AutoApprove()
    urgency: dict[str, Urgency]
    payment_statuses: dict[str, str]
    consent: dict[str, Literal["EMAIL", "SMS"]]
    registration: Spellings
    repair_request: Spellings
    payment_status: Spellings
    customer_update: Spellings

    def urgency_of(self, word: str) -> Urgency:
        known = {key.casefold(): value for key, value in self.urgency.items()}
        return known.get(word.strip().casefold(), "MEDIUM")

    def payment_words(self, status: str) -> str:
        known = {key.casefold(): words for key, words in self.payment_statuses.items()}
        return known.get(status.strip().casefold(), f"Payment: {status or 'no status'}")


class Retention(_Strict):
    deliveries_days: int = Field(30, ge=1, le=3650)
    decisions_days: int = Field(30, ge=1, le=3650)


class Integrations(_Strict):
    revivatech: RevivaTech
    retention: Retention = Retention()
    attempts: int = Field(4, ge=1, le=20)


integrations = declare("integrations", Integrations)
