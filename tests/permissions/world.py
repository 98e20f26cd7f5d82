"""One shop with a row behind every door, and people of every role at two branches."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.test import Client

from crm.accounts import rules as accounts
from crm.accounts.models import Branch, SavedView, Staff
from crm.accounts.tests import make
from crm.activity.models import Event, Parked
from crm.bookings import rules as bookings
from crm.bookings.models import Booking
from crm.bookings.tests.make import make_booking, make_many
from crm.catalogue.tests import make as catalogue
from crm.customers import rules as customers
from crm.customers.models import Customer, Duplicate
from crm.customers.tests import make as people_known
from crm.integrations import rules as integrations
from crm.integrations.models import Approval, Delivery
from crm.interactions.tests.make import talk
from crm.leads import rules as leads
from crm.leads.models import FollowUp, Lead
from crm.leads.tests.make import make_lead
from crm.lib import clock
from crm.lib.ids import uuid7
from crm.lifecycle import rules as lifecycle
from crm.lifecycle.config import lifecycle_config
from crm.payments import rules as payments
from crm.payments.models import OutsidePayment
from crm.pricing import rules as pricing
from crm.pricing.asked import Asked
from crm.transfer.models import Import
from tests.permissions.bodies import OWING, OWNER, TWIN

MARK = "Zebrowski"  # stands on every row of the branch here, and nowhere else
ROLES = ("owner", "manager", "front_desk", "technician", "marketer", "read_only")

_DATES = ("dates", "day_first", "month_first")


@dataclass
class World:
    """The people and, by the name of a placeholder in an address, what to put there.

    Each of them has signed in once: thousands of calls are to try doors, not the sign-in.
    """

    people: dict[str, Staff]
    elsewhere: dict[str, Staff]
    rows: dict[str, Any]
    sessions: dict[UUID, str]

    def path(self, address: str, caller: Staff | None) -> str:
        """The address with rows of the branch here; saved views are always one's own."""

        def value(match: re.Match[str]) -> str:
            before = address[: match.start()]
            if before == "/settings/saved-views/" and caller in self.people.values():
                return str(_view_of(caller).pk)
            named = (f"{match[1]} of {address}", f"{before}{{{match[1]}}}", match[1])
            return str(next(self.rows[name] for name in named if name in self.rows))

        return re.sub(r"\{(\w+)\}", value, address) + self.rows.get(f"?{address}", "")


def build() -> World:
    here, there = make.branch("Tottenham"), make.branch("Croydon")
    people = {
        role: make.staff(f"{MARK} {role}", role, here, password="only for tests") for role in ROLES
    }
    elsewhere = {
        role: make.staff(f"Remote {role}", role, there) for role in ("manager", "technician")
    }
    rows = _rows(here, people)
    everybody = (*people.values(), *elsewhere.values())
    return World(people, elsewhere, rows, {person.pk: _session(person) for person in everybody})


def _session(person: Staff) -> str:
    """The key of a session in which they are signed in."""
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _rows(here: Branch, people: dict[str, Staff]) -> dict[str, Any]:
    owner, desk = people["owner"], people["front_desk"]
    lead = make_lead(branch=here, by=desk, name=f"Ola {MARK}", phone="07700 900111")
    hidden = leads.delete(make_lead(branch=here, by=desk, name=f"Hid {MARK}"), by=owner)
    due = leads.schedule_follow_up(
        lead, due_at=clock.now().replace(year=2190), by=desk, channel=FollowUp.Channel.CALL
    )
    customer = _customer(here, people)
    approval = Approval.objects.create(
        branch=here, source="revivatech", kind="enquiry", name=f"Ann {MARK}", content={}
    )
    delivery = Delivery.objects.create(
        branch=here, source="revivatech", endpoint="repair-request", body=b"{}", subject=MARK
    )
    colleague = make.staff(f"{MARK} Junior", "front_desk", here)
    invitation, _token = accounts.invite(
        name=f"{MARK} Newcomer",
        email="new@fixit.example",
        role="technician",
        branches=[here],
        by=owner,
    )
    key, _secret = accounts.issue_key(
        name=f"{MARK} key", role="read_only", by=owner, branches=[here]
    )
    lifecycle.rehearse(lifecycle_config.text, by=owner)
    TOTP.activate(owner, "JBSWY3DPEHPK3PXP")
    RecoveryCodes.activate(owner)
    return {
        "lead_id": lead.pk,
        "/leads/{pk}": lead.pk,
        "pk of /leads/{pk}/restoration": hidden.pk,
        "follow_up_id": due.pk,
        "follow_up": due.pk,
        "customer_id": customer.pk,
        **dict.fromkeys(("interaction_id", "interaction"), _said(here, desk, customer).pk),
        **_imports(here, owner),
        **_webhooks(here, owner),
        "number": 0,
        "form": "csv",
        **_catalogue(),
        **_device(here, people),
        **_two_of_a_kind(here, owner),
        **_repairs(here, people, customer),
        **_money(here, people, customer),
        "/customers/{pk}": customer.pk,
        "/settings/team/{pk}": colleague.pk,
        "/settings/team/invitations/{pk}": invitation.pk,
        "/settings/branches/{pk}": here.pk,
        "/settings/api-keys/{pk}": key.pk,
        "/settings/saved-views/{pk}": _view_of(owner).pk,
        "/integrations/revivatech/deliveries/{pk}": delivery.pk,
        "/account/security/passkeys/{pk}": 1,
        "/settings/health/parked/{pk}": _parked(lead).pk,
        "?/activity/timeline": f"?about=lead:{lead.pk}",
        "?/approvals/approval": f"?ids={approval.pk}",
        "?/approvals/rejection": f"?ids={approval.pk}",
        **dict.fromkeys(("quote_id", "/pricing/quotes/{pk}"), _price(here, desk)),
        "column": "UNQUALIFIED",
        "name": "company",
        "name of /customers/{pk}/lifecycle/{name}": "estimated_value",
        "name of /customers/{pk}/lifecycle/{name}/form": "estimated_value",
        "name of /customers/{pk}/lifecycle/{name}/change": "estimated_value",
        "stage": "CUSTOMER",
        "to": "QUALIFYING",
        "endpoint": "repair-request",
        "rest": "elsewhere",
        "slug": here.slug,
        "token": "not-a-token",
        "version": "0",
    }


def _customer(here: Branch, people: dict[str, Staff]) -> Any:
    """Converted by the desk and worked by the technician, who sees only their own."""
    came = make_lead(
        branch=here,
        by=people["front_desk"],
        name=f"Cust {MARK}",
        phone="07700 900112",
        assigned_to=people["technician"],
    )
    return leads.convert(came, by=people["front_desk"]).customer


def _said(here: Branch, by: Staff, customer: Any) -> Any:
    """A call from them, with a promise to ring back."""
    due = clock.now().replace(year=2190)
    return talk(here, by, customer=customer, content=f"From {MARK}", follow_up_date=due)


def _repairs(here: Branch, people: dict[str, Staff], whose: Any) -> dict[str, Any]:
    """One at each step, so that every verb of a repair finds its own."""
    technician = people["technician"]

    def one(status: str = "CONFIRMED") -> Booking:
        return make_booking(branch=here, by=people["owner"], customer=whose, status=status)

    booking, bench, done = one(), one("IN_PROGRESS"), one("COMPLETED")
    ready, page = one("READY_FOR_PICKUP"), "/bookings/{pk}/"
    verb = "booking_id of /api/crm/bookings/{booking_id}/"
    return {
        "booking_id": booking.pk,
        "/bookings/{pk}": booking.pk,
        "column of /bookings/columns/{column}": "CONFIRMED",
        **{
            f"name of {page}facts/{{name}}{door}": "base_price" for door in ("", "/form", "/change")
        },
        f"to of {page}status/{{to}}": "IN_PROGRESS",
        f"to of {page}bench/{{to}}": technician.pk,
        f"to of {page}parts/{{part_id}}/{{to}}": "ORDERED",
        f"to of {page}faults/{{fault_id}}/{{to}}": "DECLINED",
        f"pk of {page}collection": ready.pk,
        f"pk of {page}told": ready.pk,
        f"pk of {page}completion": bench.pk,
        **{f"pk of {page}{end}": done.pk for end in ("refund", "return", "rating")},
        f"{verb}complete": bench.pk,
        f"{verb}collect": one("READY_FOR_PICKUP").pk,
        f"{verb}told": one("READY_FOR_PICKUP").pk,
        **{f"{verb}{end}": done.pk for end in ("refund", "warranty-return", "rate")},
        "part_id": bookings.add_part(booking, bookings.NewPart(MARK), by=technician).pk,
        "fault_id": bookings.find_fault(booking, MARK, by=technician).pk,
    }


def _money(here: Branch, people: dict[str, Staff], whose: Any) -> dict[str, Any]:
    """A repair that is invoiced and half paid, and one that has just come in."""
    owner = people["owner"]
    paid = make_booking(branch=here, by=owner, customer=whose)
    make_many(1, branch=here, by=owner, customer=whose, id=OWING)
    bill = payments.invoice(paid, by=owner)
    half = payments.pay(paid, Decimal(60), method="CASH", by=owner, note=MARK)
    card = OutsidePayment.objects.create(
        source="stripe", branch=here, booking=paid, method="ONLINE_CARD", amount=1, trouble=MARK
    )
    return {
        "payment_id": half.pk,
        "/payments/{pk}": half.pk,
        "invoice_id": bill.pk,
        "/invoices/{pk}": bill.pk,
        "card_payment_id": card.pk,
        "booking_id of /api/crm/payments/bookings/{booking_id}": paid.pk,
        "booking_id of /api/crm/payments/bookings/{booking_id}/write-off": paid.pk,
    }


def _imports(here: Branch, by: Staff) -> dict[str, Any]:
    """One at each step, so that every verb of an import finds its own."""

    def one(status: Import.Status, **more: Any) -> Any:
        counts = {"create": 1, "update": 0, "skip": 0, "refuse": 0}
        columns = [{"header": MARK, "samples": [], "filled": 1} | dict.fromkeys(_DATES, 0)]
        known = {"counts": counts, "columns": columns, "mapping": ["email"], "size": 2}
        return Import.objects.create(
            branch=here, staff=by, filename=f"{MARK}.csv", status=status, **known | more
        ).pk

    verb = "import_id of /api/crm/imports/{import_id}/"
    done = one(Import.Status.DONE, applied_at=clock.now())
    return {
        "import_id": one(Import.Status.UPLOADING),
        f"{verb}mapping": one(Import.Status.MAPPING),
        f"{verb}apply": one(Import.Status.READY),
        f"{verb}undo": done,
        f"{verb}changed": done,
        "/customers/import/{pk}": one(Import.Status.UPLOADING),
        "pk of /customers/import/{pk}/undoing": done,
    }


def _webhooks(here: Branch, by: Staff) -> dict[str, Any]:
    """One with something on its way, and one that is paused."""
    wanted = integrations.Wanted("https://example.com/", ["lead.*"], "manager", here, MARK)
    endpoint, _secret = integrations.register(wanted, by=by)
    paused, _secret = integrations.register(wanted, by=by)
    delivery = integrations.test(endpoint, by=by)
    return {
        "webhook_id": endpoint.pk,
        "delivery_id": delivery.pk,
        "webhook_id of /api/crm/webhooks/{webhook_id}/resume": integrations.pause(paused, by=by).pk,
        "/integrations/webhooks/{pk}": endpoint.pk,
        "delivery": delivery.pk,
    }


def _two_of_a_kind(here: Branch, by: Staff) -> dict[str, Any]:
    """Two who look like one, two who became one, and somebody to be merged into."""
    many = [people_known.customer(here, f"Twin {MARK}", phone="07700 900113") for _ in range(4)]
    twin = Customer.objects.create(pk=TWIN, first_name="Twin", last_name=MARK)
    customers.grant(twin, by=by, reason="test", branch=here)
    for technician in Staff.objects.filter(role="technician", branches=here):
        customers.grant(twin, by=by, reason="test", staff=technician)
    customers.look([many[0].pk])
    made = customers.merge(many[2], into=many[3], by=by)
    pair = Duplicate.objects.get(first=many[0].pk, second=many[1].pk)
    return {
        "merge_id": made.pk,
        "/customers/merges/{pk}": made.pk,
        "/customers/duplicates/{pk}": pair.pk,
    }


def _catalogue() -> dict[str, Any]:
    """Models are the whole business's, so no mark stands on them and no branch hides them."""
    return {
        "model": catalogue.model("iPhone 13").pk,
        "?/api/crm/catalogue/models/search": "?search=iphone",
    }


def _price(here: Branch, by: Staff) -> Any:
    asked = Asked("SCREEN_REPAIR", brand=MARK)
    return pricing.quote(asked, by=by, branch=here).pk


def _device(here: Branch, people: dict[str, Staff]) -> dict[str, Any]:
    """Of somebody the technician knows, one of them removed."""
    owner = Customer.objects.create(pk=OWNER, first_name="Owner", last_name=MARK)
    customers.grant(owner, by=people["owner"], reason="test", branch=here)
    customers.grant(owner, by=people["owner"], reason="test", staff=people["technician"])
    device = people_known.device(owner, f"Phone {MARK}")
    gone = customers.remove_device(people_known.device(owner, MARK), by=people["owner"])
    return {
        "device_id": device.pk,
        "/devices/{pk}": device.pk,
        "device_id of /api/crm/devices/{device_id}/restore": gone.pk,
        "pk of /devices/{pk}/restoration": gone.pk,
    }


def _parked(about: Lead) -> Parked:
    event = Event.objects.filter(about_id=about.pk).latest("seq")
    return Parked.objects.create(listener="nobody", event=event, error="")


def _view_of(staff: Staff) -> SavedView:
    return SavedView.objects.create(staff=staff, page="leads", name=f"{MARK} {uuid7()}", query={})
