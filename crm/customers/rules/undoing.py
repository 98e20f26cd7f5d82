"""One record becomes two again, as they were, but for what people have done since."""

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.customers.models import ContactPoint, Customer, Merge
from crm.customers.rules.merging import locked
from crm.customers.rules.profile import fill_names
from crm.customers.rules.returning import give_back
from crm.lib import clock
from crm.lib.refusal import Refusal


@transaction.atomic
def undo(merge: Merge, *, by: Staff) -> Merge:
    """Everything the merge moved returns; what was made or edited since stays with the survivor.

    `staying` lists the latter beforehand. Undoing twice is undoing once.
    """
    merge = Merge.objects.select_for_update().get(pk=merge.pk)
    if merge.undone_at is not None:
        return merge
    survivor, loser = locked(merge.survivor_id, merge.loser_id)
    if survivor.merged_into is not None:
        raise Refusal(
            f"{survivor.name} has been merged into {survivor.merged_into.name} since."
            " Undo that first."
        )
    give_back(merge)
    _two_again(survivor, loser)
    merge.undone_by, merge.undone_at = by, clock.now()
    merge.save(update_fields=["undone_by", "undone_at"])
    for customer, other in ((survivor, loser), (loser, survivor)):
        activity.record(
            "customer.merge_undone",
            about=customer,
            by=by,
            customer=customer,
            other=other.name,
            merge_id=str(merge.pk),
        )
    return merge


def _two_again(survivor: Customer, loser: Customer) -> None:
    survivor.refresh_from_db()
    fill_names(survivor)
    loser.merged_into = loser.deleted_at = None
    for customer in (survivor, loser):
        customer.version += 1
        customer.updated_at = clock.now()
        customer.save()
        _keep_reachable(customer)


def _keep_reachable(customer: Customer) -> None:
    """An address that stayed with the other is still this one's, if their card says so."""
    said = (("EMAIL", customer.email, ""), ("PHONE", customer.phone, customer.phone_typed))
    for kind, value, typed in said:
        points = ContactPoint.objects.filter(customer=customer, kind=kind)
        if value and not points.filter(value=value).exists():
            ContactPoint.objects.create(
                customer=customer,
                kind=kind,
                value=value,
                typed=typed or value,
                is_primary=not points.filter(is_primary=True).exists(),
            )
