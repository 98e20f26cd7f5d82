"""What a repair of this device would cost, asked of the price rules."""

from crm.bookings.models import Booking, Status
from crm.catalogue.models import DeviceModel
from crm.customers.models import Customer, Device
from crm.lib.refusal import Refusal
from crm.pricing import rules as pricing
from crm.pricing.asked import Asked
from crm.pricing.rules import Priced


def asked_for(
    repair_type: str,
    urgency: str,
    *,
    device: Device | None = None,
    model: DeviceModel | None = None,
    customer: Customer | None = None,
) -> Asked:
    """The question, with all that is known of the device and of the customer's visits."""
    model = model or (device.model if device else None)
    category = device.category if device and device.category else (model and model.category)
    return Asked(
        repair_type=repair_type,
        urgency=urgency,
        category=category.slug if category else "",
        brand=model.brand.name[:100] if model else "",
        model=model.name[:100] if model else "",
        device_year=(device.year if device else None) or (model.year if model else None),
        visits=_visits(customer) if customer else None,
    )


def priced(asked: Asked) -> Priced | None:
    """The price now, or None where the rules (or the platform) cannot say one."""
    try:
        return pricing.price(asked)
    except Refusal:
        return None


def _visits(customer: Customer) -> int:
    done = Booking.objects.filter(customer=customer, status=Status.COMPLETED, warranty_of=None)
    return done.filter(deleted_at=None).count()
