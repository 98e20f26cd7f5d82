"""Words for what somebody decided."""

from django import template
from django.utils.translation import gettext

from crm.consent.models import Consent

register = template.Library()


@register.filter
def consent_word(value: str, kind: str) -> str:
    """`MARKETING` of the kind `purpose` as News and offers."""
    choices = {
        "channel": Consent.Channel,
        "purpose": Consent.Purpose,
        "decision": Consent.Decision,
        "basis": Consent.Basis,
    }[kind]
    return str(dict(choices.choices).get(value, value))


@register.filter
def heard_word(value: str) -> str:
    """How we heard it, as the dialog offers it; what others sent stands as it is."""
    words = {
        "counter": gettext("at the counter"),
        "phone": gettext("on the phone"),
        "writing": gettext("in writing"),
    }
    return words.get(value, value)
