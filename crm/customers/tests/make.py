"""Customers, as many as a test needs."""

from typing import Any

from crm.accounts.models import Branch, Staff
from crm.customers import rules
from crm.customers.models import Access, Customer, Device


def customer(branch: Branch, name: str = "Ann Able", **known: str) -> Customer:
    first, _, last = name.rpartition(" ")
    profile = rules.Profile(first_name=first, last_name=last, **known)
    return rules.make(profile, by=Staff.objects.system(), branch=branch)


def many(branch: Branch, number: int) -> list[Customer]:
    """Plain rows without events: for counting queries and for timing."""
    rows = [
        Customer(
            first_name="Person",
            last_name=f"{index:05}",
            search_name=f"person {index:05}",
            sort_name=f"{index:05} person",
        )
        for index in range(number)
    ]
    made = Customer.objects.bulk_create(rows)
    Access.objects.bulk_create([Access(customer=one, branch=branch, reason="test") for one in made])
    return made


def device(customer: Customer, label: str = "MacBook Pro 14", **columns: Any) -> Device:
    return Device.objects.create(customer=customer, label=label, **columns)
