"""Looks like somebody we know: who shares an email, a phone or a very similar name.

Matching looks at everyone in the business; what a person is then shown of a match is
the door's decision (another branch's customer is only "known at another branch").
"""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Q

from crm.customers.models import ContactPoint, Customer
from crm.customers.names import folded

SIMILAR_NAME = 0.55  # trigram similarity above which two names may be one person's
MOST = 5


@dataclass(frozen=True)
class Match:
    """A customer who may be this person, why, and whether that is beyond doubt.

    `reasons` are words of the shop's language: `email`, `phone`, `name`.
    """

    customer: Customer
    reasons: list[str] = field(default_factory=list)
    is_certain: bool = False


def find(*, name: str = "", email: str = "", phone: str = "") -> list[Match]:
    """At most five matches, certain ones first. `email` and `phone` in their normal forms.

    Certain: the same email, or the same phone under a similar (or no) name. The same phone
    under another name is a household, not a person.
    """
    reasons = _by_contact_point(email, phone)
    customers = Customer.objects.filter(pk__in=list(reasons), deleted_at=None)
    if name:
        customers = customers.annotate(likeness=TrigramSimilarity("search_name", folded(name)))
    matches = [_judged(customer, reasons[customer.pk], name) for customer in customers]
    matches.sort(key=lambda match: (not match.is_certain, match.customer.created_at))
    return matches[:MOST]


def the_one(*, name: str = "", email: str = "", phone: str = "") -> Customer | None:
    """The customer who certainly is this person, the longest known first."""
    for match in find(name=name, email=email, phone=phone):
        if match.is_certain:
            return match.customer
    return None


def known_as(source: str, external_id: str) -> Customer | None:
    """Whom another system means by this number, even if they were merged since."""
    found = Customer.objects.select_related("merged_into").filter(
        external_source=source, external_id=external_id
    )
    known = found.first()
    if known is not None and known.merged_into is not None:
        known = known.merged_into
    return known if known is not None and known.deleted_at is None else None


def _by_contact_point(email: str, phone: str) -> dict[UUID, list[str]]:
    wanted = Q(pk=None)
    if email:
        wanted |= Q(kind=ContactPoint.Kind.EMAIL, value=email)
    if phone:
        wanted |= Q(kind=ContactPoint.Kind.PHONE, value=phone)
    reasons: dict[UUID, list[str]] = defaultdict(list)
    for customer_id, kind in (
        ContactPoint.objects.filter(wanted, customer__deleted_at=None)
        # Emails first: however many share the phone, the email is who they are.
        .order_by("kind", "created_at", "pk")
        .values_list("customer_id", "kind")[: MOST * 4]
    ):
        reasons[customer_id].append(kind.lower())
    return reasons


def _judged(customer: Customer, reasons: list[str], name: str) -> Match:
    likeness: float = getattr(customer, "likeness", 0.0)
    same_name = likeness >= SIMILAR_NAME
    certain = "email" in reasons or ("phone" in reasons and (same_name or not name))
    return Match(customer, [*reasons, "name"] if same_name else reasons, certain)
