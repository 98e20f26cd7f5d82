"""What a person types of a model: lists a line each, specifications as `Screen: 6.1-inch OLED`."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.catalogue.card import FIRST_YEAR, LAST_YEAR, ModelCard
from crm.catalogue.models import DeviceCategory, DeviceModel
from crm.lib.refusal import Refusal

LONGEST_LINE = 120
USUAL = ("screen", "processor", "memory", "storage", "ports", "connectivity", "battery")


def lines(text: str) -> list[str]:
    """What stands in the lines of a text area, without empty ones and repetitions."""
    said = (" ".join(line.split())[:LONGEST_LINE] for line in text.splitlines())
    return list(dict.fromkeys(line for line in said if line))


def pairs(text: str) -> dict[str, str]:
    """`Screen: 6.1-inch OLED`, a line each, as a mapping."""
    found = {}
    for line in lines(text):
        name, colon, value = line.partition(":")
        if not (colon and name.strip() and value.strip()):
            sentence = _("Write each as a name and a value, like Screen: 6.1-inch OLED.")
            raise Refusal(str(sentence), field="specifications", status=422)
        found[name.strip().lower().replace(" ", "_")[:40]] = value.strip()
    return found


def specified(model: DeviceModel) -> list[tuple[str, str]]:
    """Names and values as people read them, the usual ones first."""
    told = model.specifications
    usual = [name for name in USUAL if name in told]
    names = [*usual, *sorted(set(told) - set(usual))]
    return [(name.replace("_", " ").capitalize(), told[name]) for name in names]


def _area(label: Any, hint: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=4000, widget=widget
    )


class Particulars(forms.Form):
    """What is known of a model, whether it is new or corrected."""

    name = forms.CharField(label=_("Name"), max_length=120)
    category = forms.ChoiceField(label=_("Category"))
    year = forms.IntegerField(
        label=_("Year it came out"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    average_repair_cost = forms.DecimalField(
        label=_("Average repair, £"), required=False, min_value=0, max_digits=8, decimal_places=2
    )
    identifiers = _area(_("Identifiers"), _("Such as A2633 or SM-G991B, a line each"))
    common_issues = _area(_("Common issues"), _("A line each"))
    specifications = _area(_("Specifications"), _("A line each, like Screen: 6.1-inch OLED"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = DeviceCategory.objects.filter(is_active=True).order_by("sort_order", "name")
        self.fields["category"].choices = list(rows.values_list("slug", "name"))  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        return {
            "name": told["name"],
            "category": told["category"],
            "year": told["year"],
            "average_repair_cost": told["average_repair_cost"],
            "identifiers": lines(told["identifiers"].upper()),
            "common_issues": lines(told["common_issues"]),
            "specifications": pairs(told["specifications"]),
        }


class NewModel(Particulars):
    brand = forms.CharField(label=_("Make"), max_length=60)
    field_order = ["brand", "name", "category"]

    def card(self) -> ModelCard:
        return ModelCard(brand=self.cleaned_data["brand"], **self.values())


class ChangedModel(Particulars):
    is_active = forms.BooleanField(label=_("On offer when somebody chooses"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def changes(self) -> dict[str, Any]:
        return self.values() | {"is_active": self.cleaned_data["is_active"]}


def as_typed(model: DeviceModel) -> dict[str, Any]:
    """A row as the form shows it."""
    return {
        "name": model.name,
        "category": model.category.slug,
        "year": model.year,
        "average_repair_cost": model.average_repair_cost,
        "identifiers": "\n".join(model.identifiers),
        "common_issues": "\n".join(model.common_issues),
        "specifications": "\n".join(f"{name}: {value}" for name, value in specified(model)),
        "is_active": model.is_active,
        "version": model.version,
    }
