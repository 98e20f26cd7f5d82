"""Which branch something from outside belongs to."""

from crm.accounts.models import Branch
from crm.lib.refusal import Refusal


def branch_of(slug: str = "") -> Branch:
    """The open branch of this slug, else the first one that is open."""
    open_ones = Branch.objects.active()
    branch = open_ones.filter(slug=slug).first() or open_ones.first()
    if branch is None:
        raise Refusal("No branch is open yet.", status=503)
    return branch
