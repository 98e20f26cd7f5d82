"""Phones and emails as they are compared, with the typed form kept by whoever stores them."""

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from crm.lib.business import business
from crm.lib.refusal import Refusal

MAX_EMAIL = 254


def normal_email(typed: str, *, field: str = "email") -> str:
    """`Jo@Example.COM ` as `jo@example.com`; empty stays empty.

    Raises `Refusal` (422) naming `field` when it is not an address.
    """
    email = typed.strip()
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        email = ""
    if not email or len(email) > MAX_EMAIL:
        raise Refusal("That does not look like an email address.", field=field, status=422)
    return email.casefold()


def normal_phone(typed: str, *, field: str = "phone") -> str:
    """`07700 900482` as `+447700900482` (E.164, the shop's own region first).

    Raises `Refusal` (422) naming `field` when no phone could have this number.
    """
    if not typed.strip():
        return ""
    try:
        number = phonenumbers.parse(typed, business().phone_region)
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_possible_number(number):
        raise Refusal("That does not look like a phone number.", field=field, status=422)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def maybe_phone(typed: str) -> str:
    """The normal form, or nothing when it is no phone number: for what others typed."""
    try:
        return normal_phone(typed)
    except Refusal:
        return ""


def maybe_email(typed: str) -> str:
    try:
        return normal_email(typed)
    except Refusal:
        return ""


def phone_prefixes(typed: str) -> list[str]:
    """How numbers that begin like this are stored: `07700 9` as `+4477009`; words are nothing.

    Without a zero or a plus in front it may be a number of here or of anywhere.
    """
    plain = typed.replace("(0)", "")
    digits = "".join(letter for letter in plain if letter.isdigit())
    if len(digits) < 4 or any(letter.isalpha() for letter in typed):  # noqa: PLR2004 - fewer finds half the town
        return []
    code = phonenumbers.country_code_for_region(business().phone_region)
    if plain.strip().startswith("+"):
        return [f"+{digits}"]
    if digits.startswith("00"):
        return [f"+{digits.removeprefix('00')}"]
    if digits.startswith("0"):
        return [f"+{code}{digits.removeprefix('0')}"]
    return [f"+{code}{digits}", f"+{digits}"]
