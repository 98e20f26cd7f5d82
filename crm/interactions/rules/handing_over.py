"""A person hands their open work to a colleague: before a holiday, or when they leave."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import Staff
from crm.accounts.visibility import at_branches_of
from crm.customers import rules as customers
from crm.interactions.models import Interaction
from crm.leads import rules as leads
from crm.lib.paging import capped_count
from crm.lib.refusal import Refusal


@dataclass(frozen=True)
class Share:
    """How much work there is, or was handed over."""

    leads: int
    follow_ups: int
    customers: int

    @property
    def is_nothing(self) -> bool:
        return not (self.leads or self.follow_ups or self.customers)


@transaction.atomic
def hand_over(person: Staff, to: Staff, *, by: Staff) -> Share:
    """Every open lead, promise and customer of `person` is their colleague's from now on.

    What belongs to a branch where the colleague does not work stays; the preview says so.
    """
    to = Staff.objects.select_for_update().get(pk=to.pk)
    if to.pk == person.pk:
        raise Refusal(_("Choose somebody else."), field="to", status=422)
    if not to.is_active or not to.is_person:
        raise Refusal(_("%(name)s cannot be given work.") % {"name": to}, field="to", status=422)
    done = leads.hand_over(person, to, by=by)
    promised = promises_of(person, at=to).update(follow_up_assigned_to=to)
    known = customers.hand_over(person, to, by=by)
    share = Share(done.leads, done.follow_ups + promised, known)
    if not share.is_nothing:
        activity.record(
            "staff.handed_over",
            about=person,
            by=by,
            name=person.name,
            to=to.name,
            to_id=str(to.pk),
            leads=share.leads,
            follow_ups=share.follow_ups,
            customers=share.customers,
        )
    return share


def share_of(person: Staff, *, at: Staff | None) -> Share:
    """What `at` would be given of this person's work, or all there is, counted up to 10,000."""
    follow_ups = capped_count(leads.open_follow_ups_of(person, at=at))
    return Share(
        leads=capped_count(leads.open_leads_of(person, at=at)),
        follow_ups=follow_ups + capped_count(promises_of(person, at=at)),
        customers=capped_count(customers.looked_after_by(person, at=at)),
    )


def promises_of(person: Staff, *, at: Staff | None) -> QuerySet[Interaction]:
    """What this person promised customers at the branches where `at` works."""
    rows = Interaction.objects.promised().filter(follow_up_assigned_to=person)
    return rows if at is None else rows.filter(at_branches_of(at))
