"""Branches and staff, as many as a test needs."""

from django.utils.text import slugify

from crm.accounts.models import Branch, Staff, StaffBranch


def branch(name: str) -> Branch:
    return Branch.objects.create(name=name, slug=slugify(name))


def staff(name: str, role: str, *branches: Branch, password: str | None = None) -> Staff:
    """Somebody with this role who belongs to the branches; the first is home."""
    person = Staff(name=name, email=f"{slugify(name)}@fixit.example", role=role)
    person.set_password(password)
    person.save()
    for number, place in enumerate(branches):
        StaffBranch.objects.create(staff=person, branch=place, is_home=number == 0)
    return person
