"""Who did what: the whole log, as far as one person may read it."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from crm.activity.models import Event
from crm.activity.timeline import Viewer

ORDER = ["-at", "-seq"]  # for paging: newest first, and one order within a moment


def audit(
    viewer: Viewer,
    *,
    actor: UUID | None = None,
    kind: str = "",
    between: tuple[datetime, datetime] | None = None,
) -> QuerySet[Event]:
    """Events of the viewer's branches, narrowed as asked.

    What belongs to no branch (the team, the configuration) concerns the whole business, so
    only those who see every branch read it here.
    """
    wanted = Q() if viewer.sees_all_branches else Q(branch_id__in=list(viewer.branch_ids))
    if actor:
        wanted &= Q(actor_id=actor)
    if kind:
        wanted &= Q(verb__startswith=f"{kind}.")
    if between:
        wanted &= Q(at__gte=between[0], at__lt=between[1])
    return Event.objects.filter(wanted)
