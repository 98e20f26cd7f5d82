"""What conditions may ask about a customer's repairs. A warranty return is not one more sale."""

from django.utils.translation import gettext_lazy as _

from crm.bookings.models.status import OPEN, Status
from crm.criteria import Fact, Kind, Sql, register

_THEIRS = "FROM bookings b WHERE b.customer_id = {subject}.id AND b.deleted_at IS NULL"
_SOLD = f"{_THEIRS} AND b.warranty_of_id IS NULL"
_DONE = f"{_SOLD} AND b.status = 'COMPLETED'"
_AGREED = ", ".join(f"'{status}'" for status in OPEN if status != Status.PENDING)
_DEVICES = (
    "JOIN customer_devices d ON d.id = b.device_id JOIN device_models m ON m.id = d.model_id"
    " JOIN device_brands w ON w.id = m.brand_id"
)


def _one(what: str, which: str) -> Sql:
    return Sql(f"(SELECT {what} {which})")


register(
    "customer",
    Fact("number_of_bookings", Kind.WHOLE, _("Repairs booked"), _one("count(*)", _SOLD)),
    Fact("completed_bookings", Kind.WHOLE, _("Repairs completed"), _one("count(*)", _DONE)),
    Fact(
        "requested_bookings",
        Kind.WHOLE,
        _("Repairs asked for"),
        _one("count(*)", f"{_THEIRS} AND b.status = 'PENDING'"),
    ),
    Fact(
        "open_bookings",
        Kind.WHOLE,
        _("Repairs in hand"),
        _one("count(*)", f"{_THEIRS} AND b.status IN ({_AGREED})"),
    ),
    Fact(
        "warranty_returns",
        Kind.WHOLE,
        _("Returns under warranty"),
        _one("count(*)", f"{_THEIRS} AND b.warranty_of_id IS NOT NULL"),
    ),
    Fact("last_booking", Kind.MOMENT, _("Last repair booked"), _one("max(b.created_at)", _SOLD)),
    Fact(
        "last_completed",
        Kind.MOMENT,
        _("Last repair completed"),
        _one("max(b.completed_at)", _DONE),
    ),
    Fact(
        "days_since_last_booking",
        Kind.WHOLE,
        _("Days since the last repair was booked"),
        _one("extract(day FROM now() - max(b.created_at))::bigint", _SOLD),
        unit="days",
    ),
    Fact(
        "completed_value",
        Kind.NUMBER,
        _("Value of completed repairs"),
        _one("coalesce(sum(coalesce(b.final_price, b.base_price)), 0)", _DONE),
        unit="£",
    ),
    Fact(
        "warranty_until", Kind.DATE, _("Under warranty until"), _one("max(b.warranty_until)", _DONE)
    ),
    Fact(
        "last_nps_score",
        Kind.WHOLE,
        _("Last recommendation, of 10"),
        Sql(
            f"(SELECT b.nps_score {_THEIRS} AND b.nps_score IS NOT NULL"
            " ORDER BY b.completed_at DESC NULLS LAST, b.id DESC LIMIT 1)"
        ),
    ),
    Fact(
        "device_brand",
        Kind.LIST,
        _("Brands repaired"),
        Sql(
            "(ARRAY(SELECT DISTINCT w.name "
            + _THEIRS.replace("FROM bookings b", f"FROM bookings b {_DEVICES}")
            + "))"
        ),
    ),
)
