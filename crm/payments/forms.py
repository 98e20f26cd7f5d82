"""What people fill in when money moves."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.bookings.models import Booking
from crm.lib.ids import uuid7
from crm.payments import money
from crm.payments.config import payments_config
from crm.payments.models import Method
from crm.payments.rules.store_credit import available


def amount_field(label: Any) -> forms.DecimalField:
    """Pounds and pence; a phone shows its number pad."""
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.DecimalField(label=label, max_digits=10, decimal_places=2, widget=widget)


class Moving(forms.Form):
    """Any movement. The key makes a form that is sent twice one movement."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=60)

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": f"form:{uuid7()}"} | kwargs.get("initial", {})
        super().__init__(data, **kwargs)


class Taking(Moving):
    """A payment or a deposit."""

    amount = amount_field(_("Amount"))
    method = forms.ChoiceField(label=_("How"), widget=forms.RadioSelect)
    note = forms.CharField(label=_("Note"), max_length=255, required=False)
    field_order = ("amount", "method", "note", "key")

    def __init__(self, data: Any = None, *, booking: Booking, suggested: Decimal) -> None:
        methods = methods_for(booking)
        initial = {"amount": suggested or None, "method": methods[0][0]}
        super().__init__(data, initial=initial)
        self.fields["method"].choices = methods  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["amount"].widget.attrs["autofocus"] = True


class Refunding(Moving):
    """Which payment goes back, how much of it, how and why."""

    payment = forms.ChoiceField(label=_("Which payment"))
    amount = amount_field(_("Amount"))
    method = forms.ChoiceField(label=_("Give it back as"), required=False)
    reason = forms.CharField(label=_("Why"), max_length=255)
    field_order = ("payment", "amount", "method", "reason", "key")

    def __init__(self, data: Any = None, *, payments: list[tuple[str, str, Decimal]]) -> None:
        first = payments[0] if payments else ("", "", money.NOTHING)
        super().__init__(data, initial={"payment": first[0], "amount": first[2] or None})
        self.fields["payment"].choices = [(pk, label) for pk, label, _left in payments]  # type: ignore[attr-defined]
        ways = [(name, Method(name).label) for name in payments_config().methods]
        same = ("", _("The way it was paid"))
        credit = (Method.CREDIT.value, Method.CREDIT.label)
        self.fields["method"].choices = [same, *ways, credit]  # type: ignore[attr-defined]


class Reasoned(Moving):
    """An amount and why: a write-off, a credit note, store credit."""

    amount = amount_field(_("Amount"))
    reason = forms.CharField(label=_("Why"), max_length=255)
    field_order = ("amount", "reason", "key")


class Mistake(Moving):
    """Why something is taken back."""

    reason = forms.CharField(label=_("What was wrong?"), max_length=255)
    field_order = ("reason", "key")


class Counting(forms.Form):
    """What was counted by method at the end of a day."""

    note = forms.CharField(
        label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        counted = payments_config().cash_up.counted
        for name in counted:
            label = _("%(method)s counted") % {"method": Method(name).label}
            self.fields[name] = amount_field(label)
        self.order_fields([*counted, "note"])

    @property
    def counted(self) -> dict[str, Decimal]:
        return {name: value for name, value in self.cleaned_data.items() if name != "note"}


def methods_for(booking: Booking) -> list[tuple[str, Any]]:
    """What the shop takes; store credit when this customer has some."""
    offered: list[tuple[str, Any]] = [
        (name, Method(name).label) for name in payments_config().methods
    ]
    credit = available(booking.customer)
    if credit:
        label = _("Store credit (%(amount)s)") % {"amount": money.written(credit)}
        offered.append((Method.CREDIT.value, label))
    return offered
