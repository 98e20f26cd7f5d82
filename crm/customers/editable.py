"""The facts of a customer that a person may change where they stand, one at a time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.customers.models import Customer
from crm.ui.inline import Fact, by_name, prose, text
from crm.ui.templatetags._values import phone

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
    "phone",
    "email",
    "preferred_contact",
    "contact_frequency",
)
PLACE = ("line1", "city", "postcode")
SENSITIVE = frozenset({"customer_notes"})
