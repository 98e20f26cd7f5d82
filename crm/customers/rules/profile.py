"""A customer's own particulars: made, found again, edited."""

import zlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.customers import matching
from crm.customers.addresses import normal_email, normal_phone
from crm.customers.models import ContactPoint, Customer, SourceType
from crm.customers.names import folded, full_name, sort_key
from crm.customers.rules.access import grant
from crm.customers.rules.words import remember
from crm.lib import clock, versions
from crm.lib.business import business
from crm.lib.refusal import Refusal

EDITABLE = frozenset(
    {
        "first_name",
        "last_name",
        "company",
        "job_title",
        "email",
        "phone",
        "address",
        "birthday",
        "language",
        "social_profiles",
        "tags",
        "customer_notes",
        "preferred_contact",
        "contact_frequency",
    }
)
LONGEST_PHONE = 50
BY_OTHERS = {
    "marketing_consent": "Consent is recorded with its evidence, not edited.",
    "sms_consent": "Consent is recorded with its evidence, not edited.",
    "referral_code": "The referral code is given by the referral programme.",
}


@dataclass(frozen=True)
class Profile:
    """What is known of somebody who becomes a customer, as it was typed."""

    first_name: str = ""
    last_name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    source_type: str = SourceType.OTHER
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return full_name(self.first_name, self.last_name)


@transaction.atomic
def make(profile: Profile, *, by: Staff, branch: Branch) -> Customer:
    """Somebody new to the business; `branch` is the first to see them."""
    customer = Customer(
        first_name=profile.first_name.strip(),
        last_name=profile.last_name.strip(),
        company=profile.company.strip(),
        source_type=profile.source_type,
        acquisition_date=clock.now().astimezone(business().zone).date(),
        email=normal_email(profile.email),
        phone=normal_phone(profile.phone),
        phone_typed=_as_typed(profile.phone),
        **profile.more,
    )
    if not (customer.name):
        raise Refusal("A customer needs a name, an email or a phone.", field="name", status=422)
    fill_names(customer)
    customer.save(force_insert=True)
    _keep_contact_points(customer)
    activity.record("customer.created", about=customer, by=by, customer=customer, branch=branch)
    grant(customer, by=by, reason="created", branch=branch)
    return customer


@transaction.atomic
def find_or_make(
    profile: Profile, *, by: Staff, branch: Branch, into: Customer | None = None
) -> tuple[Customer, bool]:
    """The customer who certainly is this person, or a new one; True when it was made now.

    `into` names the customer when a person has decided who it is.
    Two conversions of one person at once wait for each other on the person's addresses,
    so the second finds what the first has made.
    """
    email, phone = normal_email(profile.email), normal_phone(profile.phone)
    _one_at_a_time([address for address in (email, phone) if address])
    known = into or matching.the_one(name=profile.name, email=email, phone=phone)
    if known is None:
        return make(profile, by=by, branch=branch), True
    known = Customer.objects.select_for_update().get(pk=known.pk)
    if known.deleted_at is not None:
        raise Refusal("This customer was merged or removed in the meantime.")
    grant(known, by=by, reason="returned", branch=branch)
    return _completed(known, profile, by=by), False


@transaction.atomic
def edit(
    customer: Customer, changes: dict[str, Any], *, by: Staff, version: int | None = None
) -> Customer:
    """Change what a person may change of a customer. Refuses the rest by name."""
    for name in changes:
        if name not in EDITABLE:
            raise Refusal(BY_OTHERS.get(name, "This cannot be edited."), field=name, status=422)
    customer = Customer.objects.select_for_update().get(pk=customer.pk)
    versions.must_match(customer, version)
    if customer.deleted_at is not None:
        raise Refusal("This customer was merged or removed in the meantime.")
    changes = _normal(changes)
    changed = {name for name, value in changes.items() if getattr(customer, name) != value}
    if not changed:
        return customer
    before = {name: _plain(getattr(customer, name)) for name in changed}
    for name in changed:
        setattr(customer, name, changes[name])
    if not customer.name:
        raise Refusal("A customer needs a name, an email or a phone.", field="name", status=422)
    fill_names(customer)
    customer.version += 1
    customer.updated_at = clock.now()
    customer.save()
    _keep_contact_points(customer)
    activity.record(
        "customer.edited",
        about=customer,
        by=by,
        customer=customer,
        fields=sorted(changed),
        before=before,
    )
    return customer


def mirror_consent(customer_ids: list[UUID], *, field: str, given: bool) -> None:
    """Keep the platform's consent columns in step with the consent that was recorded."""
    if field not in {"marketing_consent", "sms_consent"}:
        raise ValueError(field)
    Customer.objects.filter(pk__in=customer_ids).update(**{field: given})


def _completed(customer: Customer, profile: Profile, *, by: Staff) -> Customer:
    """Fill what we did not know yet; what we knew stays as it is. The caller holds the row."""
    names = _NAMES if _may_be_called(customer, profile) else ()
    blank = {
        name: value
        for name in (*names, "company", "email", "phone")
        if (value := getattr(profile, name).strip()) and not getattr(customer, name)
    }
    if blank:
        for name, value in _normal(blank).items():
            setattr(customer, name, value)
        fill_names(customer)
        customer.version += 1
        customer.updated_at = clock.now()
        customer.save()
        activity.record(
            "customer.edited",
            about=customer,
            by=by,
            customer=customer,
            fields=sorted(blank),
            before=dict.fromkeys(blank, ""),
        )
    _keep_contact_points(customer, also=[("EMAIL", profile.email), ("PHONE", profile.phone)])
    return customer


def _may_be_called(customer: Customer, profile: Profile) -> bool:
    """Does no part of the name speak against it? Grandma does not become Grandma Whitmore."""
    known = [(getattr(customer, name), getattr(profile, name)) for name in _NAMES]
    return all(folded(ours) in {"", folded(theirs)} for ours, theirs in known)


def _normal(changes: dict[str, Any]) -> dict[str, Any]:
    normal = {k: v.strip() if isinstance(v, str) else v for k, v in changes.items()}
    if "email" in normal:
        normal["email"] = normal_email(normal["email"])
    if "phone" in normal:
        normal["phone_typed"] = _as_typed(normal["phone"])
        normal["phone"] = normal_phone(normal["phone"])
    return normal


def _as_typed(phone: str) -> str:
    """A phone as somebody typed it, without the blanks that would overrun its column."""
    typed = " ".join(phone.split())
    return typed if len(typed) <= LONGEST_PHONE else normal_phone(phone)


def fill_names(customer: Customer) -> None:
    """How they are sorted and searched; the caller saves."""
    customer.search_name = folded(f"{customer.name} {customer.company}")[:400]
    customer.sort_name = sort_key(customer.first_name, customer.last_name, customer.company)[:300]
    remember(customer.search_name)


def _keep_contact_points(customer: Customer, also: list[tuple[str, str]] | None = None) -> None:
    primary = [
        ("EMAIL", customer.email, customer.email),
        ("PHONE", customer.phone, customer.phone_typed),
    ]
    for kind, value, typed in primary:
        points = ContactPoint.objects.filter(customer=customer, kind=kind)
        points.exclude(value=value).update(is_primary=False)
        if value:
            ContactPoint.objects.update_or_create(
                customer=customer,
                kind=kind,
                value=value,
                defaults={"typed": typed, "is_primary": True},
            )
    for kind, typed in also or []:
        value = normal_email(typed) if kind == "EMAIL" else normal_phone(typed)
        if value:
            ContactPoint.objects.get_or_create(
                customer=customer, kind=kind, value=value, defaults={"typed": typed}
            )


def _one_at_a_time(addresses: list[str]) -> None:
    """Hold, until the transaction ends, the right to decide who has these addresses."""
    keys = sorted({zlib.crc32(address.encode()) for address in addresses})
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_CUSTOMERS, key - 2**31])


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


_LOCK_CUSTOMERS = 7_001
_NAMES = ("first_name", "last_name")
