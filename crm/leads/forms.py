"""What people fill in about a lead."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Staff
from crm.leads.config import leads_config
from crm.leads.models import FollowUp, Lead
from crm.leads.moments import Moment, next_morning

OTHER = "other"


class NewLead(forms.Form):
    """Short enough for the counter: a name and what is broken will do."""

    name = forms.CharField(label=_("Name"), max_length=255, required=False)
    phone = forms.CharField(label=_("Phone"), max_length=50, required=False)
    email = forms.CharField(label=_("Email"), max_length=254, required=False)
    brand = forms.CharField(label=_("Brand"), max_length=80, required=False)
    model = forms.CharField(label=_("Model"), max_length=80, required=False)
    issue = forms.CharField(label=_("What is wrong"), max_length=255, required=False)
    source_type = forms.ChoiceField(label=_("How they came"), choices=Lead.Source.choices)
    urgency_level = forms.ChoiceField(label=_("Urgency"), choices=Lead.Urgency.choices)
    budget_range = forms.CharField(label=_("Budget"), max_length=50, required=False)
    initial_needs = forms.CharField(
        label=_("In their words"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dressed = {
            "name": {"autocomplete": "off", "autofocus": True},
            "phone": {"type": "tel", "inputmode": "tel", "autocomplete": "off"},
            "email": {"inputmode": "email", "autocomplete": "off"},
            "budget_range": {"placeholder": "£100-£200"},
        }
        for name, attrs in dressed.items():
            self.fields[name].widget.attrs.update(attrs)


class Reason(forms.Form):
    """Why a lead ends: one of the shop's usual reasons, or their own words."""

    reason = forms.ChoiceField(label=_("Why?"), widget=forms.RadioSelect)
    words = forms.CharField(label=_("In your words"), max_length=255, required=False)

    def __init__(self, data: Any, *, offered: list[str]) -> None:
        super().__init__(data)
        choices = [(reason, reason) for reason in offered] + [(OTHER, _("Another reason"))]
        self.fields["reason"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if typed.get("reason") == OTHER:
            typed["reason"] = typed.get("words", "")
            if not typed["reason"]:
                self.add_error("words", _("Say why, so that others can learn from it."))
        return typed

    @classmethod
    def for_losing(cls, data: Any) -> "Reason":
        return cls(data, offered=leads_config().lost_reasons)

    @classmethod
    def for_disqualifying(cls, data: Any) -> "Reason":
        return cls(data, offered=leads_config().disqualified_reasons)


class Schedule(forms.Form):
    """A promise to get back to somebody."""

    channel = forms.ChoiceField(label=_("How"), choices=FollowUp.Channel.choices)
    due_at = Moment(label=_("When"))
    note = forms.CharField(label=_("About"), max_length=255, required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data, initial={"due_at": next_morning(), "channel": FollowUp.Channel.CALL})


class Assignee(forms.Form):
    """Who works the lead."""

    assigned_to = forms.ModelChoiceField(
        label=_("Who"), queryset=Staff.objects.none(), required=False, empty_label=_("Nobody")
    )

    def __init__(self, data: Any, *, lead: Lead) -> None:
        super().__init__(data, initial={"assigned_to": lead.assigned_to_id})
        people = Staff.objects.working_at(lead.branch_id).order_by("name")
        self.fields["assigned_to"].queryset = people  # type: ignore[attr-defined]  # a model field


class Outcome(forms.Form):
    """What came of a follow-up; nothing chosen waits for an answer."""

    outcome = forms.ChoiceField(choices=FollowUp.Outcome.choices, required=False)
