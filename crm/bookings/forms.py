"""What people fill in about a repair."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.bookings.models import Booking, Fault, Part
from crm.leads.moments import Moment


def _money(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, max_digits=10, decimal_places=2, min_value=0, required=False
    )


class Promised(forms.Form):
    """A date for the customer; why is asked when another one was given before."""

    promised_at = Moment(label=_("Ready by"))
    reason = forms.CharField(label=_("Why does it move?"), max_length=255, required=False)

    def __init__(self, data: Any, *, suggested: Any, is_first: bool) -> None:
        super().__init__(data, initial={"promised_at": suggested})
        if is_first:
            del self.fields["reason"]


class Reason(forms.Form):
    reason = forms.CharField(label=_("Why?"), max_length=255)


class Completion(forms.Form):
    final_price = _money(_("Final price in £"))
    notes = forms.CharField(label=_("What was done"), max_length=500, required=False)


class NewPart(forms.Form):
    name = forms.CharField(label=_("Part"), max_length=150)
    sku = forms.CharField(label=_("Part number"), max_length=80, required=False)
    quantity = forms.IntegerField(label=_("How many"), min_value=1, max_value=1000, initial=1)
    status = forms.ChoiceField(label=_("Where it is"), choices=Part.Status.choices)
    cost = _money(_("Costs us, £ each"))
    price = _money(_("Costs them, £ each"))
    due_at = Moment(label=_("Expected"), required=False)


class NewFault(forms.Form):
    what = forms.CharField(label=_("What did you see?"), max_length=255)
    price = _money(_("Mending it would cost, £"))
    decision = forms.ChoiceField(label=_("And then?"), choices=Fault.Decision.choices)


class Bench(forms.Form):
    """Whose bench it goes on."""

    assigned_technician = forms.ModelChoiceField(
        label=_("Who"), queryset=Staff.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, data: Any, *, booking: Booking) -> None:
        super().__init__(data, initial={"assigned_technician": booking.assigned_technician_id})
        people = Staff.objects.working_at(booking.branch_id).order_by("name")
        self.fields["assigned_technician"].queryset = people  # type: ignore[attr-defined]  # a model field


class Back(forms.Form):
    """It came back under its warranty."""

    problem_description = forms.CharField(
        label=_("What is wrong this time?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    promised_at = Moment(label=_("Ready by"), required=False)


class Rated(forms.Form):
    nps_score = forms.IntegerField(
        label=_("Would they send a friend? (0 to 10)"), min_value=0, max_value=10, required=False
    )
    customer_effort_score = forms.DecimalField(
        label=_("How easy was it? (1 to 5)"),
        min_value=1,
        max_value=5,
        max_digits=2,
        decimal_places=1,
        required=False,
    )
    notes = forms.CharField(
        label=_("In their words"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
