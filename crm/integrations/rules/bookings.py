"""Repairs of another system: booked, moved and rated there, and the same repairs here."""

from crm.accounts.models import Branch, Staff
from crm.bookings import rules as bookings
from crm.bookings.models import Booking, Status
from crm.customers import rules as customers
from crm.customers.models import Customer
from crm.integrations.intents import BookingNews, Person, RatingNews, StatusNews
from crm.integrations.models import Approval
from crm.integrations.rules import admission
from crm.integrations.rules.devices import device_of
from crm.integrations.rules.people import NobodyYetError, customer_of
from crm.leads import rules as leads
from crm.leads.models import Lead
from crm.lib import clock, turns

REQUEST = Approval.Kind.REPAIR_REQUEST


def take_in(news: BookingNews, *, source: str, branch: Branch, by: Staff) -> bool:
    """The repair, once: with its lead when it was asked for before. False when we had it.

    While its request waits for somebody's word, so does the booking.
    """
    if _in_turn(source, news.external_id):
        return False
    lead = leads.known(source, news.external_id)
    if lead is None:
        _must_not_wait_for_a_word(source, news.external_id)
    branch = lead.branch if lead else branch
    customer = _customer(news.person, lead, source=source, branch=branch, by=by)
    bookings.receive_created(
        _new(news, source),
        customer,
        by=by,
        branch=branch,
        device=device_of(news, customer, source=source, by=by),
        lead=lead,
    )
    return True


def move(news: StatusNews, *, source: str, branch: Branch, by: Staff) -> bool:
    """Where it stands now, in whatever order it is told. False when nothing of it was new.

    A repair we have not heard of is taken in first, if the news says whose it is.
    """
    bookings.platform_status(news.status)  # an unknown word is refused before anything waits
    booking = _in_turn(source, news.booking.external_id)
    if booking is None:
        if not news.booking.is_whole:
            raise _unknown(news.booking.external_id)
        told = news.booking.model_copy(update={"status": news.status})
        return take_in(told, source=source, branch=branch, by=by)
    before = _told(booking)
    moved = bookings.receive_status(
        booking,
        news.status,
        at=news.happened_at or clock.now(),
        by=by,
        source=source,
        external_id=news.event_id or None,
        notes=news.notes,
    )
    return _told(_with_price(moved, news.booking, by=by)) != before


def rate(news: RatingNews, *, source: str, by: Staff) -> bool:
    """What the customer made of it; stars stand in words, since effort is another question."""
    booking = _in_turn(source, news.booking_id)
    if booking is None:
        raise _unknown(news.booking_id)
    stars = f"{news.stars.normalize():f} of 5 stars" if news.stars is not None else ""
    words = ". ".join(part for part in (stars, news.words) if part)
    before = booking.version
    rating = bookings.Rating(customer_effort_score=news.effort, nps_score=news.nps, notes=words)
    return bookings.receive_rating(booking, rating, by=by).version != before


def _in_turn(source: str, external_id: str) -> Booking | None:
    """The repair, if we have it, once nobody else is taking it in or hearing news of it.

    The turn is its request's and its payments' too, so that none of them pass each other. At the
    counter somebody may be booking it in from its lead, which they hold until it is written.
    """
    turns.wait_for("approval", source, REQUEST, external_id)
    booking = bookings.known(source, external_id)
    lead = None if booking else leads.known(source, external_id)
    if lead is None:
        return booking
    Lead.objects.select_for_update().get(pk=lead.pk)
    return bookings.known(source, external_id)


def _told(booking: Booking) -> tuple[int, int]:
    """What any news leaves behind: a change, or a line of history that moved nothing."""
    return booking.version, booking.history.count()


def _must_not_wait_for_a_word(source: str, external_id: str) -> None:
    asked = Approval.objects.filter(source=source, kind=REQUEST, external_id=external_id).first()
    if asked is None:
        return
    why = "Its request waits for somebody's word."
    if asked.status == Approval.Status.REJECTED:
        why = f"Its request was rejected: {asked.reason}"
    raise NobodyYetError([f"repair:{external_id}"], why)


def _unknown(external_id: str) -> NobodyYetError:
    return NobodyYetError(
        [f"booking:{external_id}"], "We do not know this repair yet. It is read again when we do."
    )


def _customer(
    person: Person, lead: Lead | None, *, source: str, branch: Branch, by: Staff
) -> Customer:
    """Whose it is: whoever the lead became, whoever has this number over there, or somebody new."""
    if lead is not None and lead.converted_customer is not None:
        return lead.converted_customer
    known = customer_of(person, source=source)
    if known is not None:
        return known
    if not (person.name or person.normal_email or person.normal_phone):
        raise NobodyYetError(person.keys)
    profile = admission.profile_of(person)
    customer, is_new = customers.find_or_make(profile, by=by, branch=branch)
    if is_new and person.external_user:
        number = person.external_user
        customer = customers.link(customer, source=source, external_id=number, by=by)
    return customer


def _new(news: BookingNews, source: str) -> bookings.NewBooking:
    status = bookings.platform_status(news.status) if news.status else Status.PENDING
    info = {"device": news.device, "name": news.person.name} | news.details
    return bookings.NewBooking(
        repair_type=news.repair_type,
        problem_description=news.fault,
        urgency_level=news.urgency,
        service_type=news.service or Booking.Service.BRING_IN,
        status=status,
        taken_at=news.taken_at,
        base_price=news.base_price if news.base_price is not None else news.final_price,
        preferred_date=news.preferred_at,
        scheduled_date=news.scheduled_at,
        estimated_completion=news.expected_at,
        photo_urls=news.photos,
        customer_notes=news.notes,
        customer_info={key: value for key, value in info.items() if value},
        external_source=source,
        external_id=news.external_id,
    )


def _with_price(booking: Booking, news: BookingNews, *, by: Staff) -> Booking:
    """A price that was settled over there stands here too, unless ours is settled already."""
    if news.final_price is None or not booking.is_open or booking.final_price is not None:
        return booking
    return bookings.edit(booking, {"final_price": news.final_price}, by=by)
