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


class Correction(Exchange):
    """Everything that may have been told wrong; only whom it was with stays."""

    subject = forms.CharField(label=_("Subject"), max_length=255, required=False)
    channel = forms.ChoiceField(label=_("Channel"), choices=Interaction.Channel.choices)
    occurred_at = Moment(label=_("When"))
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, row: Interaction) -> None:
        super().__init__(data)
        self.row = row
        self.fields["interaction_type"].choices = Interaction.Type.choices  # type: ignore[attr-defined]
        self.initial = {name: getattr(row, name) for name in self.fields}

    @property
    def version_seen(self) -> int:
        return int(self.cleaned_data["version"])

    @property
    def said(self) -> Said:
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        for name in ("follow_up_date", "occurred_at"):
            told[name] = self._unless_touched(name)
        return Said(**told, metadata=self.row.metadata)

    def _unless_touched(self, name: str) -> Any:
        """The stored moment to the second, unless another minute was typed over it."""
        stored, typed = getattr(self.row, name), self.cleaned_data[name]
        same = stored and typed and stored.replace(second=0, microsecond=0) == typed
        return stored if same else typed

    def show_theirs(self, row: Interaction) -> None:
        """Somebody was quicker: keep what was typed, and let the next save know of theirs."""
        self.data = {**dict(self.data.items()), "version": str(row.version)}
        sentence = _("Somebody else changed this. It says “%(now)s” now; save again to keep yours.")
        now = row.content or row.outcome or row.get_type()
        self.add_error(None, sentence % {"now": now[:200]})
