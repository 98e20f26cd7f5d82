"""The model of `lifecycle.yaml`."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, PlainValidator, field_validator, model_validator

from crm.criteria import Condition, parse
from crm.lib.config import declare
from crm.lifecycle.models import Stage


def _about_customers(raw: object) -> Condition:
    return parse(raw, subject="customer")


CustomerCondition = Annotated[Condition, PlainValidator(_about_customers)]
Days = Annotated[int, Field(ge=0, le=3650)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class StageRule(_Strict):
    """Whoever fulfils `when` stands in `stage`, unless an earlier rule said otherwise."""

    stage: Stage
    reason: str = Field(min_length=1, max_length=255)
    when: CustomerCondition | None = None


class LifecycleRules(_Strict):
    rules: list[StageRule] = Field(min_length=1)
    next_action_days: dict[Stage, Days | None] = {}

    @model_validator(mode="after")
    def everybody_stands_somewhere(self) -> "LifecycleRules":
        *earlier, last = self.rules
        if last.when is not None:
            raise ValueError("the last rule must have no condition, so that it catches the rest")
        if any(rule.when is None for rule in earlier):
            raise ValueError("only the last rule may be without a condition")
        return self

    @field_validator("rules")
    @classmethod
    def each_stage_once(cls, rules: list[StageRule]) -> list[StageRule]:
        stages = [rule.stage for rule in rules]
        twice = sorted({stage for stage in stages if stages.count(stage) > 1})
        if twice:
            raise ValueError(f"{', '.join(twice)} has two rules; join them with any")
        return rules

    @property
    def facts(self) -> list[str]:
        """Every fact the rules ask about: the evidence of a move."""
        return sorted({fact for rule in self.rules if rule.when for fact in rule.when.facts})


lifecycle_config = declare("lifecycle", LifecycleRules)
