"""The demo's two branches and the people who work there, arriving as people do: by link."""

from dataclasses import dataclass
from datetime import timedelta

from crm.accounts import rules
from crm.accounts.models import Branch, Staff
from crm.lib import clock

PASSWORD = "a-demo-to-look-around"  # noqa: S105 - printed at every start of the demo


@dataclass(frozen=True)
class Person:
    name: str
    email: str
    role: str
    branch: str


PEOPLE = [
    Person("Olga Adeyemi", "olga@fixit.example", "owner", "Tottenham"),
    Person("Nadia Rahman", "nadia@fixit.example", "manager", "Tottenham"),
    Person("Rory Bell", "rory@fixit.example", "front_desk", "Tottenham"),
    Person("Tess Evans", "tess@fixit.example", "technician", "Tottenham"),
    Person("Mia Costa", "mia@fixit.example", "marketer", "Tottenham"),
    Person("Arthur Lowe", "arthur@fixit.example", "read_only", "Tottenham"),
]
# Rex works at the other branch and sees nothing of Tottenham's: sign in as both to compare.
ELSEWHERE = Person("Rex Hughes", "rex@fixit.example", "front_desk", "Croydon")


@dataclass(frozen=True)
class Shop:
    """Who and where the story is about."""

    branches: dict[str, Branch]
    staff: dict[str, Staff]


def exists() -> bool:
    """Does the demo's owner work here?"""
    return Staff.objects.filter(email=PEOPLE[0].email).exists()


def open_shop() -> Shop:
    """Seven weeks ago the owner opened the doors."""
    with clock.at(clock.now() - timedelta(weeks=7)):
        owner = _found(PEOPLE[0])
        tottenham = owner.home_branch
        croydon = rules.open_branch(by=owner, name="Croydon", phone="020 7946 0321")
        rules.change_branch(tottenham, by=owner, phone="020 7946 0123", email="hello@fixit.example")
        branches = {"Tottenham": tottenham, "Croydon": croydon}
        staff = {owner.role: owner}
        for person in PEOPLE[1:]:
            staff[person.role] = _join(person, branches, owner)
        staff["elsewhere"] = _join(ELSEWHERE, branches, owner)
    return Shop(branches, staff)


def _found(person: Person) -> Staff:
    link = rules.first_owner_link()
    assert link is not None, "Somebody works here already; the demo wants an empty shop."
    return rules.found(
        _token(link),
        branch=person.branch,
        name=person.name,
        email=person.email,
        password=PASSWORD,
    )


def _join(person: Person, branches: dict[str, Branch], owner: Staff) -> Staff:
    _invitation, link = rules.invite(
        name=person.name,
        email=person.email,
        role=person.role,
        branches=[branches[person.branch]],
        by=owner,
    )
    return rules.join(_token(link), name=person.name, email=person.email, password=PASSWORD)


def _token(link: str) -> str:
    return link.rstrip("/").rsplit("/", 1)[-1]
