"""`/completion-rated`: a customer has said what they made of their repair."""

from decimal import Decimal
from typing import Any

from crm.integrations.config import integrations
from crm.integrations.intents import RatingNews
from crm.integrations.revivatech.reading import Reading
from crm.lib.refusal import Refusal

MOST_STARS, MOST_NPS = 5, 10


def read(payload: Any) -> RatingNews:
    """The rating, or a refusal (422) without the booking's number, any score or a word."""
    reading = Reading(payload, integrations().revivatech.completion_rated)
    news = RatingNews(
        booking_id=reading.needed("booking_id"),
        stars=_between(reading, "stars", 1, MOST_STARS),
        effort=_between(reading, "effort", 1, MOST_STARS),
        nps=_whole(_between(reading, "nps", 0, MOST_NPS)),
        words=reading.text("words"),
        happened_at=reading.moment("happened_at"),
    )
    if news.stars is None and news.effort is None and news.nps is None and not news.words:
        raise Refusal("A rating needs a score or a word.", field="rating.rating", status=422)
    return news


def _between(reading: Reading, name: str, least: int, most: int) -> Decimal | None:
    """A score on its scale; refuses (422) one beyond it, which would be another scale."""
    score = reading.money(name)
    if score is None:
        return None
    if not least <= score <= most:
        field = reading.spellings[name][0]
        raise Refusal(f"{field} is {least} to {most}.", field=field, status=422)
    return score


def _whole(score: Decimal | None) -> int | None:
    return None if score is None else int(score)
