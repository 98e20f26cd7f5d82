"""The model of `portal.yaml`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from crm.lib.config import declare

# An origin as browsers send it: no path, no trailing slash.
Origin = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.*-]+(:\d+)?$")]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wordings(_Strict):
    """What a visitor reads beside the boxes, kept as evidence of what they agreed to."""

    email: Sentence
    sms: Sentence
    service: Sentence


class Guard(_Strict):
    least_seconds: float = Field(2, ge=0, le=60)
    repeat_minutes: int = Field(30, ge=1, le=1440)
    most_links: int = Field(2, ge=0, le=50)
    suspicious_words: list[str] = []


class Portal(_Strict):
    frame_ancestors: list[Origin] = []
    origins: list[Origin] = []
    devices: list[str] = []
    faults: list[str] = []
    consent: Wordings
    guard: Guard = Guard()


portal = declare("portal", Portal)
