"""What people fill in after a call, a message or a visit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.interactions.models import Interaction
from crm.interactions.rules import Said
from crm.leads.moments import Moment

TYPES = ("CALL", "SMS", "EMAIL", "CHAT", "VISIT")


class Exchange(forms.Form):
    """One exchange, in as few fields as it takes."""

    interaction_type = forms.ChoiceField(
        label=_("What"),
        choices=[(kind, Interaction.Type(kind).label) for kind in TYPES],
    )
    direction = forms.ChoiceField(
        label=_("Which way"), choices=Interaction.Direction.choices, widget=forms.RadioSelect
    )
    content = forms.CharField(
        label=_("What was said"),
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
    )
    outcome = forms.CharField(label=_("Outcome"), max_length=255, required=False)
    duration_minutes = forms.IntegerField(
        label=_("Minutes"), min_value=0, max_value=1440, required=False
    )
    sentiment = forms.ChoiceField(label=_("Mood"), choices=Interaction.Sentiment.choices)
    follow_up_date = Moment(label=_("Get back to them"), required=False)

    def __init__(self, data: Any, *, kind: str = "CALL") -> None:
        super().__init__(
            data,
            initial={
                "interaction_type": kind if kind in TYPES else "CALL",
                "direction": Interaction.Direction.OUTBOUND,
                "sentiment": Interaction.Sentiment.NEUTRAL,
            },
        )

    @property
    def said(self) -> Said:
        return Said(**self.cleaned_data)
