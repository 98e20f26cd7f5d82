"""Words for what changed about a customer."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def customer_words(columns: list[str]) -> str:
    """`["phone_typed", "customer_notes"]` as the phone, the notes."""
    words = {
        "first_name": _("the first name"),
        "last_name": _("the last name"),
        "company": _("the company"),
        "job_title": _("the job title"),
        "email": _("the email"),
        "phone": _("the phone"),
        "phone_typed": _("the phone"),
        "address": _("the address"),
        "birthday": _("the birthday"),
        "language": _("the language"),
        "social_profiles": _("the social profiles"),
        "tags": _("the tags"),
        "customer_notes": _("the notes"),
        "preferred_contact": _("how they like to be reached"),
        "contact_frequency": _("how often to be in touch"),
    }
    return ", ".join(dict.fromkeys(words.get(column, column) for column in columns))


@register.filter
def device_words(columns: list[str]) -> str:
    """`["serial_number", "imei"]` as the serial number, the IMEI."""
    words = {
        "label": _("the name"),
        "model": _("the model"),
        "category": _("the category"),
        "serial_number": _("the serial number"),
        "imei": _("the IMEI"),
        "colour": _("the colour"),
        "storage": _("the storage"),
        "year": _("the year"),
        "notes": _("the notes"),
    }
    return ", ".join(words.get(column, column) for column in columns)
