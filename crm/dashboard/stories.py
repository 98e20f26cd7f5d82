"""Whose story a page may ask for, what belongs to it, and how a part of it looks."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.models import Staff
from crm.activity.timeline import Subject, timeline
from crm.bookings.models import Booking
from crm.customers.models import Customer, Device
from crm.dashboard.lines import told
from crm.interactions.discretion import hidden_from
from crm.leads.models import Lead

MOST_LEADS = 50
KINDS: dict[str, tuple[str, ...]] = {
    "": (),
    "talks": ("interaction", "message"),
    "changes": ("lead", "customer", "lifecycle", "consent", "approval", "segment", "device"),
    "repairs": ("booking", "device", "price", "warranty"),
    "money": ("payment", "invoice", "refund"),
}


def part_of_story(
    about: str, *, to: Staff, kind: str = "", before: str | None = None
) -> dict[str, Any]:
    """What the timeline's template shows; `before` is where the older part begins."""
    subjects, customers = story_of(about, to=to)
    if not to.can("interactions.view"):
        kind = "changes"  # what was said is not theirs to read
    story = timeline(
        subjects,
        customers,
        to,
        before=before,
        kinds=KINDS.get(kind, ()),
        hidden=hidden_from(to),
    )
    return {
        "lines": told(story.entries, to=to),
        "older": _address(about, kind, before=story.older) if story.older else None,
        "story_at": _address(about, kind),
        "filters": [
            {"label": label, "href": _address(about, name), "current": name == kind}
            for name, label in _filters(about, to)
        ],
        "is_tab": about.startswith("customer:"),
    }


def story_of(about: str, *, to: Staff) -> tuple[list[Subject], list[UUID]]:
    """Whose story `lead:<id>`, `booking:<id>`, `customer:<id>` or `device:<id>` is, if `to` may
    see it.
    """
    kind, _colon, key = about.partition(":")
    try:
        found = UUID(key)
    except ValueError:
        raise Http404 from None
    if kind == "lead" and to.can("leads.view"):
        return [("lead", get_object_or_404(Lead.objects.visible_to(to), pk=found).pk)], []
    if kind == "booking" and to.can("bookings.view"):
        return [("booking", get_object_or_404(Booking.objects.visible_to(to), pk=found).pk)], []
    if kind == "customer":
        customer = get_object_or_404(Customer.objects.visible_to(to), pk=found)
        return _leads_of(customer, to), customer.records
    if kind == "device" and to.can("customers.view_own"):
        return [("device", get_object_or_404(Device.objects.visible_to(to), pk=found).pk)], []
    raise Http404


def _leads_of(customer: Customer, to: Staff) -> list[Subject]:
    """What was said before they were a customer is part of their story too."""
    if not to.can("leads.view"):
        return []
    leads = Lead.objects.visible_to(to).filter(converted_customer=customer)
    keys = leads.order_by("-created_at", "-pk").values_list("pk", flat=True)
    return [("lead", key) for key in keys[:MOST_LEADS]]


def _filters(about: str, to: Staff) -> list[tuple[str, str]]:
    if about.startswith("device:"):
        return []
    always = [("", _("Everything")), ("talks", _("Conversations")), ("changes", _("Changes"))]
    if about.startswith("lead:"):
        return always
    if about.startswith("booking:"):
        return []
    money = [("money", _("Money"))] if to.can("payments.view") else []
    return [*always, ("repairs", _("Repairs")), *money]


def _address(about: str, kind: str, **more: str) -> str:
    narrowed = {"kind": kind} if kind else {}
    return f"{reverse('timeline')}?{urlencode({'about': about, **narrowed, **more})}"
