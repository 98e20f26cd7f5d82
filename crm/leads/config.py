"""The models of `lead_scoring.yaml` and `leads.yaml`."""

from decimal import Decimal
from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainValidator,
    field_validator,
    model_validator,
)

from crm.criteria import Condition, parse
from crm.lib.config import declare

Points = Annotated[Decimal, Field(ge=0, le=100)]
Number = Annotated[Decimal, Field(ge=-1_000_000, le=1_000_000)]

INPUTS = frozenset(
    {
        "page_views",
        "time_on_site",
        "service_page_visits",
        "form_interactions",
        "pricing_page_views",
        "device_age",
        "device_value",
        "distance",
        "urgency",
        "previous_customer",
        "source",
        "reachable",
        "need_described",
        "estimated_value",
    }
)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Bands(_Strict):
    """From which score a lead is hot, warm or cold; below all of them it is ice cold."""

    hot: Points = Decimal(80)
    warm: Points = Decimal(60)
    cold: Points = Decimal(40)

    @model_validator(mode="after")
    def in_order(self) -> "Bands":
        if not self.hot > self.warm > self.cold:
            raise ValueError("the bands must fall: hot above warm above cold")
        return self

    def of(self, score: Decimal) -> str:
        """`hot`, `warm`, `cold` or `ice_cold`."""
        for name in ("hot", "warm", "cold"):
            if score >= getattr(self, name):
                return name
        return "ice_cold"


def _about_leads(raw: object) -> Condition:
    return parse(raw, subject="lead")


LeadCondition = Annotated[Condition, PlainValidator(_about_leads)]


class Feature(_Strict):
    """One thing that makes a lead more or less likely to become a job.

    A `range` or `values` turn the input of the feature's name into points; `when` asks a
    question of the lead in the grammar of conditions: 100 points for yes, none for no.
    """

    label: str = Field(min_length=1)
    weight: Decimal = Field(gt=0, le=1)
    range: tuple[Number, Number] | None = None
    values: dict[str, Points] | None = None
    when: LeadCondition | None = None

    @model_validator(mode="after")
    def one_scale(self) -> "Feature":
        if [self.range, self.values, self.when].count(None) != 2:  # noqa: PLR2004 - one of three
            raise ValueError("give one of range, values and when")
        if self.range and self.range[0] == self.range[1]:
            raise ValueError("the two ends of a range must differ")
        return self


class LeadScoring(_Strict):
    bands: Bands = Bands()
    features: dict[str, Feature] = Field(min_length=1)

    @field_validator("features")
    @classmethod
    def known(cls, features: dict[str, Feature]) -> dict[str, Feature]:
        unknown = sorted(name for name in set(features) - INPUTS if not features[name].when)
        if unknown:
            raise ValueError(f"nothing is known as {', '.join(unknown)}")
        return features


class FollowUps(_Strict):
    wait_hours: int = Field(48, ge=1, le=24 * 60)
    give_up_after: int = Field(4, ge=1, le=50)


class Target(_Strict):
    """Who a rule gives a lead to: people of a role in turn, one person, or nobody."""

    role: str | None = None
    person: str | None = None

    @model_validator(mode="after")
    def at_most_one(self) -> "Target":
        if self.role and self.person:
            raise ValueError("give a role or a person, not both")
        return self


class AssignmentRule(_Strict):
    label: str = Field(min_length=1)
    when: LeadCondition | None = None
    to: Target = Target()


class ReadySentences(_Strict):
    sms: str
    email_subject: str
    email_body: str

    @field_validator("*")
    @classmethod
    def fillable(cls, sentence: str) -> str:
        try:
            sentence.format(name="", device="", business="")
        except (KeyError, ValueError, IndexError) as error:
            raise ValueError(
                f"only {{name}}, {{device}} and {{business}} are known: {error}"
            ) from None
        return sentence


class Form(_Strict):
    per_hour: int = Field(10, ge=1)
    per_day: int = Field(40, ge=1)


class Leads(_Strict):
    follow_ups: FollowUps = FollowUps()
    assignment: list[AssignmentRule] = []
    lost_reasons: list[str] = []
    disqualified_reasons: list[str] = []
    ready_sentences: ReadySentences
    form: Form = Form()


scoring_config = declare("lead_scoring", LeadScoring)
leads_config = declare("leads", Leads)
