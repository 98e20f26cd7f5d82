"""What templates ask: may this person do that, and what is a role called."""

from typing import Any

from django import template

from crm.accounts.config import permissions
from crm.accounts.models import Staff

register = template.Library()


@register.filter
def can(staff: Any, permission: str) -> bool:
    """`{% if request.user|can:"leads.edit" %}`; False for strangers."""
    return isinstance(staff, Staff) and staff.can(permission)


@register.filter
def still_needs(staff: Any, hint: str) -> bool:
    """`{% if request.user|still_needs:"board-keys" %}`: have they not dismissed this hint?"""
    return isinstance(staff, Staff) and not staff.dismissed_hints.filter(hint=hint).exists()


@register.filter
def role_label(key: str) -> str:
    """Front desk, for `front_desk`; a role that the file no longer has keeps its key."""
    role = permissions().role(key)
    return role.label if role else key
