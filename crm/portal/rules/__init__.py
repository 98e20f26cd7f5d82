"""What strangers may cause."""

from crm.portal.rules.asking import Asked, ask

__all__ = ["Asked", "ask"]
