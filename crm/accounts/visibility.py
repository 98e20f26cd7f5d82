"""The one question every list asks: which branches' rows may this person see?"""

from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from crm.accounts.models import Staff

M_co = TypeVar("M_co", bound=Model, covariant=True)


class BranchQuerySet(QuerySet[M_co]):
    """Rows that belong to a branch by their own `branch` column."""

    def visible_to(self, staff: Staff) -> Self:
        return self.filter(at_branches_of(staff))


def at_branches_of(staff: Staff, path: str = "branch_id") -> Q:
    """The condition that a row's branch is one `staff` may see; `path` leads to its id."""
    return Q() if staff.sees_all_branches else Q(**{f"{path}__in": staff.branch_ids})
