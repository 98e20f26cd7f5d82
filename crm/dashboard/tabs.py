"""The tabs under the first screen of a customer's page, in the order they stand in.

To plug in from your package: serve the fragment at a URL with the customer's id as `pk`
(`path("customers/<uuid:pk>/bookings", ..., name="customer-bookings")`), answering only what
stands under the tab, fetched through `visible_to`. Then add or complete your row below, with
`rows` for the number beside the label. All numbers are counted in one statement, and no
further than 100. The fragment is asked with `hx-get`, so links and forms in it aim at
`#tab-panel` or at their own parts; it fetches itself again on the events it cares for.

A tab whose URL does not exist yet is left out, not broken.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.bookings.models import Booking
from crm.customers.models import Customer, Device
from crm.leads.models import Lead
from crm.lib.paging import capped_counts
from crm.payments.models import LedgerTransaction

MOST = 100


@dataclass(frozen=True)
class Tab:
    """One tab: `rows` are what its number counts, of one customer, as this person sees them."""

    name: str
    label: str | Promise
    url_name: str
    needs: str | None = None
    rows: Callable[[Customer, Staff], QuerySet[Any]] | None = None


@dataclass(frozen=True)
class Shown:
    """A tab as this person sees it. `href` is the whole page with it open, for a new window."""

    tab: Tab
    href: str
    fragment: str
    current: bool
    count: int | None

    @property
    def label(self) -> str:
        return str(self.tab.label)

    @property
    def number(self) -> str:
        """`3`, `100+`, or nothing for none."""
        if not self.count:
            return ""
        return f"{MOST}+" if self.count > MOST else str(self.count)


def _leads(customer: Customer, staff: Staff) -> QuerySet[Lead]:
    return Lead.objects.visible_to(staff).filter(converted_customer=customer)


def _payments(customer: Customer, staff: Staff) -> QuerySet[LedgerTransaction]:
    return LedgerTransaction.objects.visible_to(staff).of_customer(customer).payments()


def _devices(customer: Customer, staff: Staff) -> QuerySet[Device]:
    return Device.objects.visible_to(staff).filter(customer=customer)


def _repairs(customer: Customer, staff: Staff) -> QuerySet[Booking]:
    return Booking.objects.visible_to(staff).filter(customer=customer)


TABS = (
    Tab("timeline", _("Timeline"), "customer-timeline"),
    Tab("devices", _("Devices"), "customer-devices", needs="customers.view_own", rows=_devices),
    Tab("bookings", _("Repairs"), "customer-bookings", needs="bookings.view", rows=_repairs),
    Tab("payments", _("Payments"), "customer-payments", needs="payments.view", rows=_payments),
    Tab("messages", _("Messages"), "customer-messages", needs="messages.view"),
    Tab("leads", _("Leads"), "customer-leads", needs="leads.view", rows=_leads),
    Tab("consent", _("Consent"), "customer-consents", needs="customers.view_own"),
    Tab("feedback", _("Feedback"), "customer-feedback", needs="feedback.view"),
    Tab("referrals", _("Referrals"), "customer-referrals", needs="referrals.view"),
    Tab("segments", _("Segments"), "customer-segments", needs="segments.view"),
    Tab("value", _("Value"), "customer-value", needs="analytics.view_reports"),
)


def tabs_of(customer: Customer, *, to: Staff, current: str = "") -> list[Shown]:
    """The tabs this person may open; the first is current unless another one is named."""
    here = [
        (tab, fragment)
        for tab in TABS
        if (tab.needs is None or to.can(tab.needs)) and (fragment := _address(tab, customer))
    ]
    names = [tab.name for tab, _fragment in here]
    current = current if current in names else names[0]
    counts = _counts(customer, to, [tab for tab, _fragment in here])
    page = reverse("customer", args=[customer.pk])
    return [
        Shown(tab, f"{page}?tab={tab.name}", fragment, tab.name == current, counts.get(tab.name))
        for tab, fragment in here
    ]


def _address(tab: Tab, customer: Customer) -> str:
    try:
        return reverse(tab.url_name, args=[customer.pk])
    except NoReverseMatch:
        return ""


def _counts(customer: Customer, staff: Staff, tabs: list[Tab]) -> dict[str, int]:
    """Every tab's number in one statement, however many tabs there are."""
    asked = {tab.name: tab.rows(customer, staff) for tab in tabs if tab.rows is not None}
    return capped_counts(asked, cap=MOST)
