"""What people fill in when they move a customer."""

from typing import Any, Self

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.lifecycle.models import Lifecycle, Stage


class Move(forms.Form):
    """Where to, and why. The version it was filled in from travels along."""

    to = forms.ChoiceField(label=_("To"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=255,
        strip=True,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why, so that others can learn from it.")},
        help_text=_("It stands until the facts say something new."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, row: Lifecycle, to: str = "") -> None:
        super().__init__(data, initial={"to": to, "seen": row.version})
        elsewhere = [choice for choice in Stage.choices if choice[0] != row.current_stage]
        self.fields["to"].choices = elsewhere  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def stage(self) -> Stage:
        return Stage(self.cleaned_data["to"])

    @property
    def reason_given(self) -> str:
        return str(self.cleaned_data["reason"])

    @property
    def version(self) -> int | None:
        seen: int | None = self.cleaned_data["seen"]
        return seen

    def again(self, row: Lifecycle) -> Self:
        """Somebody was quicker: the same words, over what is true now."""
        form = type(self)({**self.cleaned_data, "seen": row.version}, row=row)
        sentence = _("Somebody else has moved or changed them. They are in %(stage)s now.")
        form.add_error(None, sentence % {"stage": row.stage_label})
        return form
