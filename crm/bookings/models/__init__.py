"""A repair, where it has stood, what was promised, which parts it takes and what was found."""

from crm.bookings.models.booking import Booking, BookingQuerySet
from crm.bookings.models.history import Promise, StatusChange
from crm.bookings.models.status import Service, Status
from crm.bookings.models.work import Fault, Part

__all__ = [
    "Booking",
    "BookingQuerySet",
    "Fault",
    "Part",
    "Promise",
    "Service",
    "Status",
    "StatusChange",
]
