"""Who works a lead: by rule when it comes in, by hand ever after."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from crm import activity, criteria
from crm.accounts.models import Staff
from crm.accounts.models.staff import StaffQuerySet
from crm.leads.config import AssignmentRule, leads_config
from crm.leads.models import Lead
from crm.leads.rules.saving import locked, save
from crm.lib.refusal import Refusal


@transaction.atomic
def assign(lead: Lead, to: Staff | None, *, by: Staff, version: int | None = None) -> Lead:
    """Give the lead to somebody who works at its branch, or to nobody."""
    lead = locked(lead, version=version)
    if to is not None and not _may_work_on(lead, to):
        raise Refusal(f"{to} does not work at this lead's branch.", field="assigned_to", status=422)
    if lead.assigned_to_id == (to.pk if to else None):
        return lead
    before = str(lead.assigned_to or "")
    lead.assigned_to = to
    save(lead, "assigned_to")
    activity.record(
        "lead.assigned",
        about=lead,
        by=by,
        to=str(to or ""),
        to_id=str(to.pk) if to else None,
        before=before,
    )
    return lead


@transaction.atomic
def assign_many(leads: Iterable[Lead], to: Staff | None, *, by: Staff) -> int:
    """All of them or none; how many changed hands. In the order of ids, so that two
    people doing this at once wait for each other instead of locking each other out.
    """
    changed = 0
    for lead in sorted(leads, key=lambda lead: lead.pk):
        changed += assign(lead, to, by=by).version != lead.version
    return changed


def chosen_for(lead: Lead) -> Staff | None:
    """Who the first matching rule of `leads.yaml` gives this new lead to."""
    for rule in leads_config().assignment:
        if rule.when is None or criteria.matches(rule.when, lead.pk):
            return _target(rule, lead.branch_id)
    return None


def _target(rule: AssignmentRule, branch_id: UUID) -> Staff | None:
    people = Staff.objects.working_at(branch_id)
    if rule.to.person:
        return people.filter(email=rule.to.person.casefold()).first()
    if rule.to.role:
        return _next_in_turn(people.filter(role=rule.to.role))
    return None


def _next_in_turn(people: StaffQuerySet) -> Staff | None:
    """Whoever was given a lead the longest ago, somebody who never was first of all."""
    latest = Lead.objects.filter(assigned_to=OuterRef("pk")).order_by("-created_at")
    return (
        people.annotate(latest=Subquery(latest.values("created_at")[:1]))
        .order_by(F("latest").asc(nulls_first=True), "pk")
        .first()
    )


def _may_work_on(lead: Lead, staff: Staff) -> bool:
    return Staff.objects.working_at(lead.branch_id).filter(pk=staff.pk).exists()
