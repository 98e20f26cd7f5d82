"""The address a person signs in with."""

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crm.accounts.models import Staff
from crm.lib.refusal import Refusal


def normalised(email: str) -> str:
    """Lower case throughout: nobody remembers how they capitalised it."""
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        raise Refusal(_("This is not an email address."), field="email", status=422) from None
    return email


def must_be_new(email: str) -> None:
    if Staff.objects.filter(email=email).exists():
        raise Refusal(_("Somebody already signs in with this email."), field="email")
