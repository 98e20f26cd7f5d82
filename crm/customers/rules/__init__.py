"""What may happen to a customer. The only writer of these tables."""

from crm.customers.rules.access import grant
from crm.customers.rules.linking import link
from crm.customers.rules.profile import Profile, edit, find_or_make, make, mirror_consent

__all__ = ["Profile", "edit", "find_or_make", "grant", "link", "make", "mirror_consent"]
