"""What a column of a file can fill, and how the text of a cell is read.

A reader returns the value as it is kept, or raises `Refusal` with a sentence for the ledger.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import phonenumbers
from django.utils.translation import gettext_lazy as _

from crm.customers.addresses import normal_email, normal_phone
from crm.customers.models import Customer, SourceType
from crm.lib.business import business
from crm.lib.refusal import Refusal

# 4.47E+11: what Excel leaves of a phone number. The digits behind it are gone.
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
# What no reading of the standard would refuse; the others take the long way.
_PLAIN_EMAIL = re.compile(
    r"[A-Za-z0-9_]+(?:[.+-][A-Za-z0-9_]+)*@(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*\.)+[A-Za-z]{2,20}"
)
_BETWEEN_DIGITS = re.compile(r"[\s()-]")
_LANGUAGE = re.compile(r"([a-z]{2})(?:[-_]([a-z]{2}))?", re.IGNORECASE)
_BETWEEN_TAGS = re.compile(r"[,;|]")
_LONGEST_TAG, _MOST_TAGS = 50, 50


@dataclass(frozen=True)
class Field:
    """A field of a customer: its words for people, and how a cell becomes its value."""

    label: Any
    read: Callable[[str], Any] = str
    longest: int = 255
    is_date: bool = False


def _email(text: str) -> str:
    if _PLAIN_EMAIL.fullmatch(text):
        return text.lower()
    return normal_email(text.removeprefix("mailto:"))


def _phone(text: str) -> str:
    if _ROUNDED.fullmatch(text):
        raise Refusal(f"Excel has rounded this phone number to {text}; its digits are lost.")
    number = _BETWEEN_DIGITS.sub("", text)
    prefix, code, national = _numbering(business().phone_region)
    if number.startswith(prefix) and national.fullmatch(number, len(prefix)):
        return f"+{code}{number[len(prefix) :]}"
    return normal_phone(text)


@cache
def _numbering(region: str) -> tuple[str, int, re.Pattern[str]]:
    """The trunk prefix, country code and shape of numbers here: reading one by the library
    takes as long as the rest of its row, and nearly every number is a plain one.
    """
    known = phonenumbers.PhoneMetadata.metadata_for_region(region)
    assert known is not None  # the configuration accepts no other region
    assert known.general_desc is not None
    shape = known.general_desc.national_number_pattern or "none"
    return known.national_prefix or "none", known.country_code or 0, re.compile(shape)


def _language(text: str) -> str:
    found = _LANGUAGE.fullmatch(text)
    if not found:
        raise Refusal(f"“{text[:20]}” is not a language like en or pt-BR.")
    language, country = found.groups()
    return f"{language.lower()}-{country.upper()}" if country else language.lower()


def _tags(text: str) -> list[str]:
    words = (word.strip() for word in _BETWEEN_TAGS.split(text.strip("[]{}")))
    tags = list(dict.fromkeys(word.strip("\"'") for word in words if word.strip("\"'")))
    if len(tags) > _MOST_TAGS or any(len(tag) > _LONGEST_TAG for tag in tags):
        raise Refusal("Too many tags, or too long ones.")
    return tags


def _one_of(values: list[str], words: dict[str, str]) -> Callable[[str], str]:
    """A reader of a fixed word in any case, or of other words for it."""

    def read(text: str) -> str:
        word = re.sub(r"[\s-]+", "_", text.strip()).upper()
        word = words.get(word, word)
        if word not in values:
            raise Refusal(f"“{text[:30]}” is none of {', '.join(values)}.")
        return word

    return read


def _source(text: str) -> str:
    """A source we have no word for is another source, not a mistake."""
    try:
        return _known_source(text)
    except Refusal:
        return SourceType.OTHER.value


_known_source = _one_of(SourceType.values, {"WEB": "WEBSITE", "WALKIN": "WALK_IN", "CALL": "PHONE"})
_contact = _one_of(
    Customer.PreferredContact.values, {"MAIL": "EMAIL", "CALL": "PHONE", "TEXT": "SMS"}
)

ADDRESS = ("line1", "line2", "city", "county", "postcode", "country")
FIELDS = {
    "external_id": Field(_("Their number over there")),
    "name": Field(_("Full name"), longest=200),
    "first_name": Field(_("First name"), longest=100),
    "last_name": Field(_("Last name"), longest=100),
    "company": Field(_("Company"), longest=150),
    "job_title": Field(_("Job title"), longest=100),
    "email": Field(_("Email"), _email, longest=254),
    "phone": Field(_("Phone"), _phone, longest=50),
    "line1": Field(_("Address, first line")),
    "line2": Field(_("Address, second line")),
    "city": Field(_("Town or city")),
    "county": Field(_("County")),
    "postcode": Field(_("Postcode"), longest=12),
    "country": Field(_("Country")),
    "birthday": Field(_("Birthday"), is_date=True),
    "acquisition_date": Field(_("Customer since"), is_date=True),
    "language": Field(_("Language"), _language),
    "tags": Field(_("Tags"), _tags, longest=2000),
    "customer_notes": Field(_("Notes"), longest=16_000),
    "preferred_contact": Field(_("Preferred contact"), _contact),
    "contact_frequency": Field(
        _("Contact frequency"), _one_of(Customer.ContactFrequency.values, {})
    ),
    "source_type": Field(_("Came by"), _source),
}
