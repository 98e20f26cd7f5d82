"""Price rules and questions as Hypothesis draws them."""

from dataclasses import asdict
from datetime import date
from decimal import Decimal

from hypothesis import strategies as st

from crm.pricing.asked import Asked, RepairType, Urgency
from crm.pricing.config import Pricing

CATEGORIES, MODELS, BRANDS = (
    ("iphone", "macbook"),
    ("iphone-13", "macbook-pro-14"),
    ("apple", "dell"),
)
COMPLEXITIES, GRADES, TIERS = ("SIMPLE", "COMPLEX"), ("COMPATIBLE", "ORIGINAL"), ("BRONZE", "GOLD")

PRICED = ("SCREEN_REPAIR", "DATA_RECOVERY")  # the others cost £100: enough to tell them apart
DAYS = ([], ["sunday"], ["saturday", "sunday"], ["monday", "wednesday", "friday"])


def _hundredths(least, most):
    """Numbers as people write them into YAML, with at most two places."""
    return st.integers(int(least * 100), int(most * 100)).map(lambda n: n / 100)


_pounds, _factors, _percents = _hundredths(0, 50_000), _hundredths(0.01, 3), _hundredths(0.01, 100)
_near = st.sampled_from


def _some(names, values):
    return st.dictionaries(st.sampled_from(names), values)


_repair = st.fixed_dictionaries(
    {"base": _pounds, "categories": _some(CATEGORIES, _pounds), "models": _some(MODELS, _pounds)}
)
_tiers = st.fixed_dictionaries(
    {
        name: st.fixed_dictionaries(
            {"label": st.just(name), "visits": st.integers(1, 9), "percent": _percents}
        )
        for name in TIERS
    }
)


def _choices(names):
    return st.fixed_dictionaries(
        {
            name: st.fixed_dictionaries({"label": st.just(name), "factor": _factors})
            for name in names
        }
    )


@st.composite
def contents(draw):
    """What a pricing.yaml may hold."""
    step = draw(st.sampled_from([1, 50, 100, 500]))
    low = draw(st.integers(0, 100)) * step
    high = draw(st.none() | st.integers(0, 1000).map(lambda n: low + n * step))
    rising = sorted(draw(st.lists(_factors, min_size=5, max_size=5)))
    years = sorted(draw(st.sets(st.integers(0, 12), max_size=3)))
    plain = {"base": 100}
    return {
        "source": "engine",
        "repairs": {str(kind): draw(_repair) if kind in PRICED else plain for kind in RepairType},
        "complexity": draw(_choices(COMPLEXITIES)),
        "part_grades": draw(_choices(GRADES)),
        "ages": [{"years": one, "factor": draw(_factors), "label": f"{one}"} for one in years],
        "brands": draw(_some(BRANDS, _factors)),
        "urgency": {str(level): factor for level, factor in zip(Urgency, rising, strict=True)},
        "weekend": {"factor": draw(_factors), "days": draw(_near(DAYS))},
        "discounts": {
            "combine": draw(st.sampled_from(["best", "all"])),
            "loyalty": draw(_tiers),
            "referral": draw(st.none() | _percents),
            "first_time": draw(st.none() | _percents),
        },
        "rounding": {"step": step / 100, "mode": draw(_near(["nearest", "up", "down"]))},
        "minimum": low / 100,
        "maximum": None if high is None else high / 100,
    }


tariffs = contents().map(Pricing.model_validate)
vat_rates = st.sampled_from([Decimal(0), Decimal(5), Decimal("17.5"), Decimal(20), Decimal(100)])
questions = st.builds(
    Asked,
    repair_type=_near([*PRICED, "CUSTOM_REPAIR"]),
    category=_near(["", "iPhone", "macbook", "toaster"]),
    brand=_near(["", "Apple", "dell", "acer"]),
    model=_near(["", "iPhone 13", "macbook-pro-14", "3310"]),
    device_year=st.none() | st.integers(2010, 2027),
    urgency=_near([str(level) for level in Urgency]),
    complexity=_near(["", *COMPLEXITIES]),
    part_grade=_near(["", *GRADES]),
    on=st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    loyalty_tier=_near(["", *TIERS]),
    visits=st.none() | st.integers(0, 12),
    referred=st.booleans(),
)


def but(asked, **changes):
    """The particulars of a question with some changed."""
    return asdict(asked) | changes
