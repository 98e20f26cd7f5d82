"""The facts of a lead that a person may change where they stand, one at a time."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crm.leads.models import Lead

CONTACT, DEVICE = "contact_info", "device_interest"


@dataclass(frozen=True)
class Fact:
    """One editable fact: its words, its field, and the column it lives in (or is)."""

    name: str
    label: str | Promise
    field: forms.Field
    column: str = ""

    def value(self, lead: Lead) -> Any:
        if self.column:
            return getattr(lead, self.column).get(self.name, "")
        return getattr(lead, self.name)

    def shown(self, lead: Lead) -> str:
        """As a person reads it: a choice by its label, no value as nothing."""
        value = self.value(lead)
        if isinstance(self.field, forms.ChoiceField):
            return str(dict(self.field.choices).get(value, value))  # type: ignore[arg-type]
        return str(value) if value not in (None, "", 0) else ""

    def changes(self, lead: Lead, value: Any) -> dict[str, Any]:
        """What `rules.edit` is told."""
        if not self.column:
            return {self.name: value}
        kept = {**getattr(lead, self.column), self.name: value}
        if self.name == "name":
            # A full name typed by a person outranks the parts another system sent.
            kept = {key: kept[key] for key in kept if key not in {"first_name", "last_name"}}
        return {self.column: {key: kept[key] for key in kept if kept[key] not in (None, "")}}

    def form(self, data: Any, lead: Lead) -> forms.Form:
        """A form with this one field, filled in with what is stored."""
        form = forms.Form(data, initial={self.name: self.value(lead)}, auto_id=f"fact-{self.name}")
        form.fields[self.name] = self.field
        return form


def _text(longest: int) -> forms.CharField:
    return forms.CharField(max_length=longest, required=False)


def _choice(choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(choices=choices)


FACTS = {
    fact.name: fact
    for fact in (
        Fact("name", _("Name"), _text(255), CONTACT),
        Fact("phone", _("Phone"), _text(50), CONTACT),
        Fact("email", _("Email"), _text(254), CONTACT),
        Fact("company", _("Company"), _text(150), CONTACT),
        Fact("brand", _("Brand"), _text(80), DEVICE),
        Fact("model", _("Model"), _text(80), DEVICE),
        Fact(
            "year",
            _("Year"),
            forms.IntegerField(min_value=1980, max_value=2100, required=False),
            DEVICE,
        ),
        Fact("issue", _("Fault"), _text(255), DEVICE),
        Fact(
            "initial_needs",
            _("In their words"),
            forms.CharField(
                max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
            ),
        ),
        Fact("budget_range", _("Budget"), _text(50)),
        Fact(
            "estimated_value",
            _("Value"),
            forms.DecimalField(max_digits=10, decimal_places=2, min_value=0),
        ),
        Fact("urgency_level", _("Urgency"), _choice(Lead.Urgency.choices)),
        Fact("source_type", _("Source"), _choice(Lead.Source.choices)),
    )
}
PERSON = ("name", "phone", "email", "company")
NEED = ("brand", "model", "year", "issue", "initial_needs", "urgency_level")
WORTH = ("estimated_value", "budget_range", "source_type")
