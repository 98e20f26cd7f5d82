"""The calculator: what the counter chooses while the customer waits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.lib import clock
from crm.lib.business import business
from crm.pricing.asked import LONGEST, Asked, Urgency
from crm.pricing.config import pricing_config
from crm.pricing.words import REPAIRS, URGENCIES

FIRST = "first"  # names of tiers are upper case


def _words(label: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST, required=False)


class Calculator(forms.Form):
    repair_type = forms.ChoiceField(label=_("Repair"), choices=list(REPAIRS.items()))
    category = forms.ChoiceField(label=_("Kind of device"), required=False)
    brand = _words(_("Brand"))
    model = _words(_("Model"))
    device_year = forms.IntegerField(
        label=_("Year"), min_value=1980, max_value=2100, required=False
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=list(URGENCIES.items()))
    part_grade = forms.ChoiceField(label=_("Part"), required=False)
    complexity = forms.ChoiceField(label=_("Complexity"), required=False)
    on = forms.DateField(label=_("Day of the work"), required=False)
    loyalty = forms.ChoiceField(label=_("Customer"), required=False)
    referred = forms.BooleanField(label=_("Sent by another customer"), required=False)
    external_device_id = _words(_("Device number on the platform"))

    def __init__(self, data: Any = None) -> None:
        today = clock.now().astimezone(business().zone).date()
        super().__init__(data, initial={"urgency": Urgency.STANDARD, "on": today})
        rules = pricing_config()
        kinds = sorted({name for repair in rules.repairs.values() for name in repair.categories})
        offered: dict[str, list[tuple[str, Any]]] = {
            "category": [(name, name.replace("-", " ").capitalize()) for name in kinds],
            "part_grade": [(name, one.label) for name, one in rules.part_grades.items()],
            "complexity": [(name, one.label) for name, one in rules.complexity.items()],
            "loyalty": [
                (FIRST, _("First visit")),
                *((name, one.label) for name, one in rules.discounts.loyalty.items()),
            ],
        }
        for name, choices in offered.items():
            self.fields[name].choices = [("", "–"), *choices]  # type: ignore[attr-defined]  # all are ChoiceFields
        if rules.source == "engine":
            del self.fields["external_device_id"]
        self.fields["on"].widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        self.fields["device_year"].widget.attrs["inputmode"] = "numeric"
        for name in ("brand", "model"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    @property
    def asked(self) -> Asked:
        """What was chosen, as a question."""
        told = dict(self.cleaned_data)
        loyalty = told.pop("loyalty")
        is_first = loyalty == FIRST
        return Asked(
            **told, visits=0 if is_first else None, loyalty_tier="" if is_first else loyalty
        )
