"""Words for what somebody decided."""

from django import template

from crm.consent.models import Consent

register = template.Library()


@register.filter
def consent_word(value: str, kind: str) -> str:
    """`MARKETING` of the kind `purpose` as News and offers."""
    choices = {
        "channel": Consent.Channel,
        "purpose": Consent.Purpose,
        "decision": Consent.Decision,
    }[kind]
    return str(dict(choices.choices).get(value, value))
