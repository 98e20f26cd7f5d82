"""How likely a lead is to become a job: a weighted mean of what is known, with its reasons."""

from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any
from uuid import UUID

from crm import criteria
from crm.leads.config import Feature, LeadScoring, scoring_config
from crm.leads.models import Lead
from crm.lib import clock

SCORED = ("lead_score", "score_reasons", "score_version", "scored_at")
_CENT = Decimal("0.01")


def score(leads: Sequence[Lead]) -> None:
    """Put score, reasons and the configuration's version on saved leads, and save them.

    However many there are, their answers to the configuration's questions are one query.
    """
    config, now = scoring_config(), clock.now()
    answers = _answers(leads, config)
    for lead in leads:
        lead.lead_score, lead.score_reasons = scored(inputs(lead) | answers[lead.pk], config)
        lead.score_version = scoring_config.version
        lead.scored_at = now
    Lead.objects.bulk_update(leads, SCORED)


def scored(known: dict[str, Any], config: LeadScoring) -> tuple[Decimal, list[dict[str, Any]]]:
    """The score (0 to 100, two places) and its reasons, strongest first.

    Each reason is `{feature, label, value, points, share}`: `points` is 0 to 100 on the
    feature's own scale, `share` what it adds to the score; shares sum to the score. A
    feature that is not known is left out and the weights of the others are renormalised.
    """
    present = [
        (name, feature, points)
        for name, feature in config.features.items()
        if (points := _points(feature, known.get(name))) is not None
    ]
    total = sum((feature.weight for _name, feature, _points in present), Decimal(0))
    if not total:
        return Decimal("0.00"), []
    reasons = [
        {
            "feature": name,
            "label": feature.label,
            "value": str(known[name]),
            "points": float(_rounded(points)),
            "share": float(_rounded(points * feature.weight / total)),
        }
        for name, feature, points in present
    ]
    reasons.sort(key=lambda reason: -reason["share"])  # type: ignore[operator]
    value = sum((points * feature.weight for _n, feature, points in present), Decimal(0)) / total
    return _rounded(value), reasons


def inputs(lead: Lead) -> dict[str, Any]:
    """What is known of the lead, by the names of `lead_scoring.yaml`; None is unknown."""
    return {name: read(lead) for name, read in _READERS.items()}


def _answers(leads: Sequence[Lead], config: LeadScoring) -> dict[UUID, dict[str, str]]:
    """For each lead, `yes` or `no` to every feature that asks a question."""
    questions = {name: feature.when for name, feature in config.features.items() if feature.when}
    if not questions:
        return {lead.pk: {} for lead in leads}
    facts = {fact for question in questions.values() for fact in question.facts}
    found = criteria.values("lead", facts, [lead.pk for lead in leads])
    when = criteria.When.now()
    return {
        pk: {
            name: _yes_no(is_so=criteria.evaluate(question, known, when))
            for name, question in questions.items()
        }
        for pk, known in found.items()
    }


def _points(feature: Feature, value: Any) -> Decimal | None:
    if value is None:
        return None
    if feature.when is not None:
        return Decimal(100) if value == "yes" else Decimal(0)
    if feature.values is not None:
        return feature.values.get(str(value))
    assert feature.range is not None
    low, high = feature.range
    share = (Decimal(value) - low) / (high - low)
    return min(max(share, Decimal(0)), Decimal(1)) * 100


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(_CENT, rounding=ROUND_HALF_UP)


def _number(value: Any) -> Decimal | None:
    """A number somebody else sent, or None: scoring never fails on what a website says."""
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**9 else None


def _behaviour(name: str) -> Callable[[Lead], Decimal | None]:
    def read(lead: Lead) -> Decimal | None:
        seen = lead.source_details.get("behaviour")
        return _number(seen.get(name)) if isinstance(seen, dict) else None

    return read


def _device_age(lead: Lead) -> int | None:
    year = _number(lead.device_interest.get("year"))
    this_year = clock.now().year
    if year is None or not 1980 <= year <= this_year + 1:  # noqa: PLR2004 - the first home computers
        return None
    return max(this_year - int(year), 0)


def _yes_no(*, is_so: bool) -> str:
    return "yes" if is_so else "no"


_READERS: dict[str, Callable[[Lead], Any]] = {
    "page_views": _behaviour("page_views"),
    "time_on_site": _behaviour("time_on_site"),
    "service_page_visits": _behaviour("service_page_visits"),
    "form_interactions": _behaviour("form_interactions"),
    "pricing_page_views": _behaviour("pricing_page_views"),
    "device_age": _device_age,
    "device_value": lambda lead: _number(lead.device_interest.get("value")),
    "distance": lambda lead: _number(lead.source_details.get("distance_km")),
    "urgency": lambda lead: lead.urgency_level,
    "previous_customer": lambda lead: _yes_no(is_so=lead.looks_like_id is not None),
    "source": lambda lead: lead.source_type,
    "reachable": lambda lead: _yes_no(is_so=bool(lead.phone)),
    "need_described": lambda lead: _yes_no(is_so=bool(lead.initial_needs or lead.fault)),
    "estimated_value": lambda lead: lead.estimated_value or None,
}
