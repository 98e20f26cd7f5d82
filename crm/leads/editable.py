"""The facts of a lead that a person may change where they stand, one at a time."""

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.leads.models import Lead
from crm.ui.inline import Fact, by_name, prose, text

CONTACT, DEVICE = "contact_info", "device_interest"

FACTS = by_name(
    [
        # A full name typed by a person outranks the parts another system sent.
        Fact("name", _("Name"), text(255), CONTACT, replaces=("first_name", "last_name")),
        Fact("phone", _("Phone"), text(50, type="tel"), CONTACT),
        Fact("email", _("Email"), text(254, inputmode="email"), CONTACT),
        Fact("company", _("Company"), text(150), CONTACT),
        Fact("brand", _("Brand"), text(80), DEVICE),
        Fact("model", _("Model"), text(80), DEVICE),
        Fact(
            "year",
            _("Year"),
            forms.IntegerField(min_value=1980, max_value=2100, required=False),
            DEVICE,
        ),
        Fact("issue", _("Fault"), text(255), DEVICE),
        Fact("initial_needs", _("In their words"), prose(5000)),
        Fact("urgency_level", _("Urgency"), forms.ChoiceField(choices=Lead.Urgency.choices)),
        Fact(
            "estimated_value",
            _("Value in £"),
            forms.DecimalField(max_digits=10, decimal_places=2, min_value=0),
        ),
        Fact("budget_range", _("Budget"), text(50)),
        Fact("source_type", _("Source"), forms.ChoiceField(choices=Lead.Source.choices)),
    ]
)
PERSON = ("name", "phone", "email", "company")
NEED = ("brand", "model", "year", "issue", "initial_needs", "urgency_level")
WORTH = ("estimated_value", "budget_range", "source_type")
