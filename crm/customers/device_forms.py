"""What a person types of a device, and what they answer when they are asked about it."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.catalogue.card import FIRST_YEAR, LAST_YEAR
from crm.catalogue.models import DeviceCategory, DeviceModel
from crm.catalogue.search import SUGGESTED, search
from crm.customers.models import Device
from crm.customers.rules import DeviceCard, DeviceKnown, DoubtfulSerial, IfKnown

PLAIN = ("label", "serial_number", "imei", "colour", "storage", "year", "notes")


def _line(label: Any, longest: int, hint: Any = "", **attrs: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(
        label=label, max_length=longest, required=False, help_text=hint, widget=widget
    )


class DeviceForm(forms.Form):
    """Short enough for the counter: what it is will do."""

    label = forms.CharField(
        label=_("What is it?"),
        max_length=150,
        help_text=_("As they say it, such as MacBook Pro 14 2021"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    model = forms.UUIDField(required=False, widget=forms.HiddenInput)
    category = forms.ChoiceField(label=_("Kind"), required=False)
    imei = _line("IMEI", 60, _("Dial *#06# to see it"), inputmode="numeric")
    serial_number = _line(
        _("Serial number"), 60, _("On its underside, or in Settings"), autocapitalize="characters"
    )
    colour = _line(_("Colour"), 40)
    storage = _line(_("Storage"), 40)
    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    keep_serial = forms.BooleanField(required=False)
    if_known = forms.ChoiceField(
        required=False, choices=[(choice.value, choice.value) for choice in IfKnown]
    )

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(answered(data), **kwargs)
        rows = DeviceCategory.objects.filter(is_active=True).order_by("sort_order", "name")
        kinds = [("", _("As the model says")), *rows.values_list("slug", "name")]
        self.fields["category"].choices = kinds  # type: ignore[attr-defined]
        self.question: DeviceKnown | DoubtfulSerial | None = None

    @property
    def chosen(self) -> list[DeviceModel]:
        """The model that is chosen already, to be shown as a choice."""
        found = _model(self["model"].value())
        return [found] if found else []

    @property
    def suggested(self) -> list[DeviceModel]:
        """What to choose from while nothing is chosen."""
        return self.chosen or search(str(self["label"].value() or ""), enough=SUGGESTED)

    def values(self) -> dict[str, Any]:
        told = self.cleaned_data
        slug = told["category"]
        return {name: told[name] for name in PLAIN} | {
            "model": _model(told["model"]),
            "category": DeviceCategory.objects.filter(slug=slug).first() if slug else None,
        }

    def card(self) -> DeviceCard:
        return DeviceCard(**self.values())

    @property
    def wanted_if_known(self) -> IfKnown:
        return IfKnown(self.cleaned_data["if_known"] or IfKnown.ASK)


def as_typed(device: Device) -> dict[str, Any]:
    """A row as the form shows it."""
    told = {name: getattr(device, name) for name in PLAIN}
    return told | {
        "label": device.name,
        "model": device.model_id,
        "category": device.category.slug if device.category else "",
        "version": device.version,
    }


def answered(data: Any) -> Any:
    """Whoever says yes to `Did you mean …?` has typed what was meant."""
    if data and data.get("meant"):
        data = data.copy()
        data["serial_number"] = data["meant"]
    return data


def _model(key: Any) -> DeviceModel | None:
    try:
        wanted = UUID(str(key))
    except ValueError:
        return None
    rows = DeviceModel.objects.select_related("brand", "category")
    return rows.filter(pk=wanted).first()
