"""Taking a device in at the counter: one page, every word kept when something is wrong."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.bookings import rules
from crm.bookings.bench import uuid_of
from crm.bookings.config import bookings_config
from crm.bookings.intake import Intake, taken_in
from crm.bookings.intake_form import NewBooking
from crm.bookings.models import Booking
from crm.bookings.pages.whose import Whose, model_of, start, whose_of
from crm.bookings.quoting import asked_for, priced
from crm.catalogue.models import DeviceModel, RepairType, UrgencyLevel
from crm.catalogue.search import search as find_models
from crm.catalogue.words import plain
from crm.customers.models import Customer, Device
from crm.customers.names import split_name
from crm.customers.rules import DeviceKnown, DoubtfulSerial, IfKnown, Profile
from crm.customers.rules.devices import DeviceCard, register_device
from crm.customers.search import search as find_customers
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.lib.typed import typed
from crm.ui import answers
from crm.ui.templatetags._values import phone

FOUND = 6
IMEI_LENGTHS = (15, 16)  # the second is an IMEI with its software's version


@may("bookings.create")
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form; with mistakes it comes back with every word still in it."""
    by, whose = person(request), whose_of(request)
    form = NewBooking(
        request.POST or None,
        by=by,
        devices=whose.devices,
        is_new=whose.is_new,
        initial=start(whose, by),
    )
    if form.is_bound:
        booking = answers.carried_out(form, lambda: _asked(form, whose, by))
        if booking:
            messages.success(
                request,
                _("%(reference)s is booked in. Say the number to the customer.")
                % {"reference": booking.reference},
            )
            return redirect("booking", pk=booking.pk)
    answers.focus_on_first_mistake(form)
    chosen = model_of(str(form["model"].value() or ""))
    page = {"form": form, "whose": whose, "may_add": by.can("customers.create")}
    page |= {"models": [chosen] if chosen else [], "chosen": chosen}
    status = 409 if form.question else answers.status(form)
    return render(request, "bookings/new.html", page, status=status)


@may("bookings.create")
@require_safe
def customers(request: HttpRequest) -> HttpResponse:
    """Customers to choose from, as options of the search field."""
    found = find_customers(typed(request.GET, "q"), to=person(request), enough=FOUND)
    options = [
        {
            "href": f"{reverse('new-booking')}?customer={one.pk}",
            "title": one.name,
            "detail": one.company or phone(one.phone) or one.email,
        }
        for one in found[:FOUND]
    ]
    return render(request, "ui/components/options.html", {"options": options})


@may("bookings.create")
@require_safe
def models(request: HttpRequest) -> HttpResponse:
    """What the catalogue knows under the words typed so far."""
    words = typed(request.GET, "device")
    found = find_models(words, enough=FOUND)[:FOUND]
    chosen = next((one for one in found if plain(words) in _names(one)), None)
    return render(request, "bookings/models.html", {"models": found, "chosen": chosen})


@may("bookings.create")
@require_safe
def price(request: HttpRequest) -> HttpResponse:
    """What it costs by the price rules, for what is chosen so far."""
    repair = typed(request.GET, "repair_type")
    urgency = typed(request.GET, "urgency_level")
    if repair not in RepairType.values or urgency not in UrgencyLevel.values:
        return render(request, "bookings/price.html", {"priced": None})
    whose = whose_of(request)
    device_id = uuid_of(typed(request.GET, "device_id"))
    device = next((one for one in whose.devices if one.pk == device_id), None)
    asked = asked_for(
        repair,
        urgency,
        device=device,
        model=None if device else model_of(typed(request.GET, "model")),
        customer=whose.customer,
    )
    return render(request, "bookings/price.html", {"priced": priced(asked)})


@may("bookings.create")
@require_safe
def promise(request: HttpRequest) -> HttpResponse:
    """The field of the promised date, filled in by the urgency."""
    urgency = typed(request.GET, "urgency_level")
    if urgency not in UrgencyLevel.values:
        urgency = UrgencyLevel.STANDARD
    start = {"promised_at": bookings_config().suggested_promise(urgency, clock.now())}
    form = NewBooking(None, by=person(request), devices=[], is_new=False, initial=start)
    return render(request, "bookings/promise_field.html", {"form": form})


def _names(model: DeviceModel) -> set[str]:
    """Its whole name, with the year or without: who types that has chosen."""
    return {plain(model.full_name), plain(f"{model.full_name} {model.year or ''}")}


def _asked(form: NewBooking, whose: Whose, by: Staff) -> Booking | None:
    """Take it in; a question about the device is kept apart from mistakes: it can be answered."""
    try:
        return taken_in(_told(form.cleaned_data, whose, by), by=by)
    except (DeviceKnown, DoubtfulSerial) as question:
        form.question = question
        return None


def _told(typed: dict[str, Any], whose: Whose, by: Staff) -> Intake:
    technician, device_id = typed["technician"], typed.get("device_id")
    return Intake(
        rules.NewBooking(
            repair_type=typed["repair_type"],
            problem_description=typed["problem_description"],
            urgency_level=typed["urgency_level"],
            service_type=typed["service_type"],
            base_price=typed["base_price"],
            promised_at=typed["promised_at"],
            internal_notes=typed["internal_notes"],
        ),
        customer_id=whose.customer.pk if whose.customer and not whose.lead else None,
        lead_id=whose.lead.pk if whose.lead else None,
        profile=_profile(typed) if whose.is_new else None,
        device_id=UUID(device_id) if device_id else None,
        model=model_of(str(typed["model"] or "")),
        device=_registers(typed, by),
        branch_id=typed["branch"].pk,
        technician_id=technician.pk if technician else None,
    )


def _profile(typed: dict[str, Any]) -> Profile:
    first, last = split_name(typed["name"])
    return Profile(
        first_name=first[:100],
        last_name=last[:100],
        email=typed["email"],
        phone=typed["phone"],
        source_type="WALK_IN",
    )


def _registers(typed: dict[str, Any], by: Staff) -> Callable[[Customer], Device | None]:
    """Makes a record of what was typed, once it is known whose it is."""
    number, model = typed["serial_number"], model_of(str(typed["model"] or ""))
    digits = "".join(char for char in number if char.isalnum())
    is_imei = digits.isdigit() and len(digits) in IMEI_LENGTHS
    card = DeviceCard(
        label="" if model and model.full_name == typed["device"] else typed["device"],
        model=model,
        imei=number if is_imei else "",
        serial_number="" if is_imei else number,
    )

    # Whose a device is, is changed by those who may: to the others it stays a question.
    answer = typed["if_known"] if by.can("devices.edit") else ""
    if_known = IfKnown(answer or IfKnown.ASK)

    def register(customer: Customer) -> Device | None:
        try:
            return register_device(
                customer, card, by=by, keep_serial=typed["keep_serial"], if_known=if_known
            )[0]
        except (DeviceKnown, DoubtfulSerial):
            raise
        except Refusal as refusal:
            known = {"imei": "serial_number", "label": "device"}
            refusal.field = known.get(refusal.field or "", refusal.field)
            raise

    return register
