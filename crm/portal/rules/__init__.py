"""What strangers may cause, and what gives a customer a door of their own."""

from crm.portal.rules.asking import Asked, ask
from crm.portal.rules.links import issue_link, opened_by, revoke_links

__all__ = ["Asked", "ask", "issue_link", "opened_by", "revoke_links"]
