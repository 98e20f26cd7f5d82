"""The form that takes a device in at the counter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch, Staff
from crm.bookings.models import Service
from crm.catalogue.models import RepairType, UrgencyLevel
from crm.customers.device_forms import answered
from crm.customers.models import Device
from crm.customers.rules import DeviceKnown, DoubtfulSerial, IfKnown
from crm.leads.moments import Moment


class NewBooking(forms.Form):
    """Over the counter in under a minute: who, which device, what is wrong, by when, for how much.

    Whose it is comes with the page (`customer` or `lead`) or is typed here.
    """

    name = forms.CharField(label=_("Name"), max_length=201, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=50, required=False)
    email = forms.CharField(label=_("Email"), max_length=254, required=False)
    device_id = forms.ChoiceField(label=_("Which device?"), required=False)
    device = forms.CharField(label=_("Device"), max_length=150, required=False)
    model = forms.UUIDField(required=False, widget=forms.HiddenInput)
    serial_number = forms.CharField(label=_("Serial number or IMEI"), max_length=60, required=False)
    keep_serial = forms.BooleanField(required=False)
    if_known = forms.ChoiceField(
        required=False, choices=[(choice.value, choice.value) for choice in IfKnown]
    )
    problem_description = forms.CharField(
        label=_("What is wrong?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what is wrong, in the customer's words.")},
    )
    repair_type = forms.ChoiceField(label=_("Repair"), choices=RepairType.choices)
    urgency_level = forms.ChoiceField(label=_("How soon?"), choices=UrgencyLevel.choices)
    service_type = forms.ChoiceField(label=_("How it comes"), choices=Service.choices)
    base_price = forms.DecimalField(
        label=_("Price in £"), max_digits=10, decimal_places=2, min_value=0, required=False
    )
    promised_at = Moment(label=_("Ready by"), required=False)
    branch = forms.ModelChoiceField(label=_("Branch"), queryset=Branch.objects.none())
    technician = forms.ModelChoiceField(
        label=_("Technician"),
        queryset=Staff.objects.none(),
        required=False,
        empty_label=_("Whoever takes it"),
    )
    internal_notes = forms.CharField(
        label=_("Between us"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, data: Any, *, by: Staff, devices: list[Device], is_new: bool, initial: dict[str, Any]
    ) -> None:
        super().__init__(answered(data), initial=initial)
        self.question: DeviceKnown | DoubtfulSerial | None = None
        if not is_new:
            for name in ("name", "phone", "email"):
                del self.fields[name]
            self.fields["problem_description"].widget.attrs["autofocus"] = data is None
        fields: Any = self.fields
        fields["branch"].queryset = Branch.objects.visible_to(by).active().order_by("name")
        people = Staff.objects.visible_to(by).people().active()
        seen = people if by.can("bookings.assign") else people.filter(pk=by.pk)
        fields["technician"].queryset = seen.filter(role__in=_REPAIRERS).order_by("name")
        if devices:
            choices = [(str(one.pk), one.name) for one in devices]
            fields["device_id"].choices = [*choices, ("", _("Another device"))]
            fields["device_id"].widget = forms.RadioSelect(choices=fields["device_id"].choices)
        else:
            del self.fields["device_id"]
            fields["device"].required = True
            fields["device"].error_messages["required"] = _NO_DEVICE

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if "name" in self.fields and not any(typed.get(one) for one in ("name", "phone", "email")):
            self.add_error("name", _("Say whose device it is."))
        if "device_id" in self.fields and not (typed.get("device_id") or typed.get("device")):
            self.add_error("device", _NO_DEVICE)
        return typed


_NO_DEVICE = _("Say which device it is, such as MacBook Pro 14.")
_REPAIRERS = ("technician", "manager", "owner")
