"""Two records of one person become one. Nothing is lost, and it can be undone."""

from typing import Any
from uuid import UUID

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.activity.models import Event
from crm.customers.models import Customer, Duplicate, Merge
from crm.customers.rules.filling import fill
from crm.customers.rules.moving import (
    change,
    move_everything,
    move_stragglers,
    remember_how_it_was_left,
)
from crm.lib import clock, turns, versions
from crm.lib.refusal import Refusal

_DEMOTE = """held.customer_id = %(loser)s AND held.is_primary AND EXISTS (
    SELECT FROM customer_contact_points theirs WHERE theirs.customer_id = %(survivor)s
        AND theirs.kind = held.kind AND theirs.is_primary)"""
_PROMOTE = """held.customer_id = %(survivor)s AND NOT held.is_primary
    AND (held.kind, held.value) IN (('EMAIL', %(email)s), ('PHONE', %(phone)s))"""


@transaction.atomic
def merge(
    loser: Customer,
    *,
    into: Customer,
    by: Staff,
    version: int | None = None,
    into_version: int | None = None,
) -> Merge:
    """Everything of `loser` is from now on `into`'s, who keeps what they knew and gains the rest.

    Whoever merges or edits one of the two at the same time waits, and then is told. Merging
    the same two again answers the first result.
    """
    if loser.pk == into.pk:
        raise Refusal("These are one record already.", field="into")
    loser, survivor = locked(loser.pk, into.pk)
    done = Merge.objects.in_force().filter(loser=loser).first()
    if done is not None and done.survivor_id == survivor.pk:
        return done
    must_be_here(loser, field=None)
    must_be_here(survivor, field="into")
    versions.must_match(loser, version)
    versions.must_match(survivor, into_version)
    made = Merge.objects.create(survivor=survivor, loser=loser, merged_by=by, merged_at=clock.now())
    _decide_the_pair(made, by)
    _move(made, loser, survivor)
    activity.record(
        "customer.merged",
        about=survivor,
        by=by,
        customer=survivor,
        other=loser.name,
        loser_id=str(loser.pk),
        merge_id=str(made.pk),
    )
    return made


def gather(event: Event) -> None:
    """`customer.merged`: fetch what was being written for the other record meanwhile."""
    made = Merge.objects.in_force().filter(pk=event.particulars["merge_id"]).first()
    if made is not None:
        with transaction.atomic():
            locked(made.loser_id, made.survivor_id)
            move_stragglers(made)


def locked(*keys: UUID) -> list[Customer]:
    """The customers in the order asked for, held until the transaction ends.

    One merge at a time: it also changes whoever was merged before, in no order that could be
    told beforehand. New rows may still point to them meanwhile (`no_key`): an insert that had
    to wait for us, while holding what we wait for, would end in a deadlock. `gather` fetches
    those.
    """
    turns.wait_for("customers.merge")
    rows = Customer.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    return [found[key] for key in keys]


def must_be_here(customer: Customer, *, field: str | None) -> None:
    """Refuse whoever has been merged or removed in the meantime."""
    if customer.merged_into is not None:
        sentence = f"{customer.name} has been merged into {customer.merged_into.name} already."
        raise Refusal(sentence, field=field)
    if customer.deleted_at is not None:
        raise Refusal(f"{customer.name} has been removed.", field=field)


def _move(made: Merge, loser: Customer, survivor: Customer) -> None:
    told: dict[str, Any] = {"loser": loser.pk, "survivor": survivor.pk}
    points = "customer_contact_points"
    change(made, points, _DEMOTE, "is_primary = false", ["is_primary"], **told)
    move_everything(made)
    fill(made, survivor, loser)
    told |= {"email": survivor.email, "phone": survivor.phone}
    change(made, points, _PROMOTE, "is_primary = true", ["is_primary"], **told)
    remember_how_it_was_left(made)
    now = clock.now()
    loser.merged_into, loser.deleted_at, loser.updated_at = survivor, now, now
    loser.version += 1
    loser.save(update_fields=["merged_into", "deleted_at", "updated_at", "version"])


def _decide_the_pair(made: Merge, by: Staff) -> None:
    change(
        made,
        "customer_duplicates",
        "held.first_id = %(first)s AND held.second_id = %(second)s",
        "decision = %(decision)s, decided_by_id = %(by)s, decided_at = %(now)s",
        ["decision", "decided_by_id", "decided_at"],
        first=min(made.loser_id, made.survivor_id),
        second=max(made.loser_id, made.survivor_id),
        decision=Duplicate.Decision.SAME_PERSON,
        by=by.pk,
        now=clock.now(),
    )
