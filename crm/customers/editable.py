"""The facts of a customer that a person may change where they stand, one at a time."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from crm.customers.models import Customer
from crm.ui.inline import Fact, by_name, prose, text
from crm.ui.templatetags._values import phone

MOST_TAGS = 50
LONGEST_TAG = 50
DAY = forms.DateField(
    required=False,
    widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    validators=[MinValueValidator(date(1900, 1, 1)), MaxValueValidator(date(2200, 12, 31))],
)
LANGUAGE = forms.RegexField(
    r"^[a-z]{2}(-[A-Z]{2})?$",
    required=False,
    max_length=10,
    error_messages={"invalid": _("Write it like en or en-GB.")},
)


class Tags(forms.CharField):
    """Words with commas between them, each once, in the order they were typed."""

    def __init__(self) -> None:
        super().__init__(required=False, max_length=3000)

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = [" ".join(word.split()) for word in super().clean(value).split(",")]
        tags = list(dict.fromkeys(word for word in words if word))
        if len(tags) > MOST_TAGS or any(len(tag) > LONGEST_TAG for tag in tags):
            raise forms.ValidationError(_("At most 50 tags of 50 letters each."))
        return tags


def _written(day: date) -> str:
    return date_format(day, "j F Y")


FACTS = by_name(
    [
        Fact("first_name", _("First name"), text(100)),
        Fact("last_name", _("Last name"), text(100)),
        Fact("company", _("Company"), text(150)),
        Fact("job_title", _("Job title"), text(100)),
        Fact("phone", _("Phone"), text(50, type="tel"), reads=phone),
        Fact("email", _("Email"), text(254, inputmode="email")),
        Fact(
            "preferred_contact",
            _("Prefers"),
            forms.ChoiceField(choices=Customer.PreferredContact.choices),
        ),
        Fact(
            "contact_frequency",
            _("How often"),
            forms.ChoiceField(choices=Customer.ContactFrequency.choices),
        ),
        Fact("birthday", _("Birthday"), DAY, reads=_written),
        Fact("language", _("Language"), LANGUAGE),
        Fact("tags", _("Tags"), Tags(), reads=", ".join),
        Fact("facebook", "Facebook", text(255), "social_profiles"),
        Fact("instagram", "Instagram", text(255), "social_profiles"),
        Fact("linkedin", "LinkedIn", text(255), "social_profiles"),
        Fact("line1", _("Address"), text(255), "address"),
        Fact("city", _("Town"), text(100), "address"),
        Fact("postcode", _("Postcode"), text(12), "address"),
        Fact("customer_notes", _("Notes"), prose(5000)),
    ]
)
PERSON = (
    "first_name",
    "last_name",
    "company",
    "job_title",
    "phone",
    "email",
    "preferred_contact",
    "contact_frequency",
    "birthday",
    "language",
    "tags",
)
PLACE = ("line1", "city", "postcode")
ONLINE = ("facebook", "instagram", "linkedin")
SENSITIVE = frozenset({"customer_notes"})
