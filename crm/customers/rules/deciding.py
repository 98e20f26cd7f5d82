"""Somebody's word on a pair that looks like one person."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.customers.models import Customer, Duplicate, Merge
from crm.customers.rules.households import live_together
from crm.customers.rules.merging import merge
from crm.lib import clock
from crm.lib.refusal import Refusal


@transaction.atomic
def same_person(pair: Duplicate, *, keep: Customer, by: Staff) -> Merge:
    """`keep` stays, the other goes into them."""
    if keep.pk not in {pair.first_id, pair.second_id}:
        raise Refusal("Keep one of the two.", field="keep", status=422)
    pair = Duplicate.objects.select_related("first", "second").get(pk=pair.pk)
    _must_wait(pair, Duplicate.Decision.SAME_PERSON)
    loser = pair.second if pair.first_id == keep.pk else pair.first
    return merge(loser, into=keep, by=by)


@transaction.atomic
def same_household(pair: Duplicate, *, by: Staff) -> Duplicate:
    """Two people who share an address or a phone."""
    pair, is_new = _decided(pair, Duplicate.Decision.SAME_HOUSEHOLD, by=by)
    if is_new:
        live_together(pair.first, pair.second, by=by)
    return pair


@transaction.atomic
def tell_apart(pair: Duplicate, *, by: Staff) -> Duplicate:
    """Two people who have nothing to do with each other. The pair is not offered again."""
    pair, is_new = _decided(pair, Duplicate.Decision.DIFFERENT, by=by)
    if is_new:
        # Without the other's name: whoever reads this story may not know that person.
        activity.record("customer.told_apart", about=pair.first, by=by, customer=pair.first)
    return pair


def _decided(pair: Duplicate, decision: Duplicate.Decision, *, by: Staff) -> tuple[Duplicate, bool]:
    pairs = Duplicate.objects.select_for_update(of=("self",)).select_related("first", "second")
    pair = pairs.get(pk=pair.pk)
    _must_wait(pair, decision)
    if pair.decision == decision:
        return pair, False
    pair.decision, pair.decided_by, pair.decided_at = decision, by, clock.now()
    pair.save(update_fields=["decision", "decided_by", "decided_at"])
    return pair, True


def _must_wait(pair: Duplicate, decision: Duplicate.Decision) -> None:
    """Deciding the same twice is deciding once; deciding otherwise is for whoever looks again."""
    if pair.decision not in {"", decision}:
        raise Refusal("Somebody else has decided about these two already.", field="decision")
