"""What somebody says about a webhook."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.accounts.config import permissions
from crm.accounts.models import Branch, Staff
from crm.integrations import rules
from crm.integrations.models import Endpoint
from crm.integrations.outgoing import patterns


class WebhookForm(forms.Form):
    """Whole families are ticked; single events are typed."""

    url = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=500,
        widget=forms.URLInput(attrs={"placeholder": "https://example.com/hooks"}),
        help_text=gettext_lazy("Where we send to: https, and on the internet."),
    )
    description = forms.CharField(
        label=gettext_lazy("What is it for?"), max_length=255, required=False
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Hears what may be read by"),
        help_text=gettext_lazy("It is never told more than somebody with this role sees."),
    )
    branch_id = forms.ModelChoiceField(
        label=gettext_lazy("Branch"),
        queryset=Branch.objects.none(),
        required=False,
        empty_label=gettext_lazy("Every branch"),
    )
    events = forms.MultipleChoiceField(
        label=gettext_lazy("Events"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick what it hears, or name single events.")},
    )
    others = forms.CharField(
        label=gettext_lazy("Single events"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("For example: lead.created, customer.merged"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, by: Staff, endpoint: Endpoint | None = None) -> None:
        super().__init__(data, initial=_initial(endpoint) if endpoint else {})
        nothing = [] if endpoint else [("", _("Choose a role"))]
        self.fields["role"].choices = nothing + [  # type: ignore[attr-defined]  # a ChoiceField
            (key, f"{role.label}: {role.about}")
            for key, role in permissions().for_people().items()
            if role.may <= by.permissions
        ]
        self.fields["branch_id"].queryset = Branch.objects.active().visible_to(by)  # type: ignore[attr-defined]  # a model field
        self.fields["events"].required = not (data and data.get("others", "").strip())
        self.fields["events"].choices = _families()  # type: ignore[attr-defined]  # a ChoiceField

    def wanted(self) -> rules.Wanted:
        given = self.cleaned_data
        singles = [word for word in re.split(r"[\s,;]+", given["others"]) if word]
        return rules.Wanted(
            url=given["url"],
            events=[*given["events"], *singles],
            role=given["role"],
            branch=given["branch_id"],
            description=given["description"],
        )


def _families() -> list[tuple[str, str]]:
    """`lead.*`, with what happens to leads."""
    every = [(patterns.EVERYTHING, _("Everything, also what a later version adds"))]
    return every + [
        (f"{family}.*", f"{family}: {', '.join(_short(verb) for verb in verbs)}")
        for family, verbs in patterns.families().items()
    ]


def _short(verb: str) -> str:
    return verb.partition(".")[2].replace("_", " ")


def _initial(endpoint: Endpoint) -> dict[str, Any]:
    chosen = endpoint.events
    return {
        "url": endpoint.url,
        "description": endpoint.description,
        "role": endpoint.role,
        "branch_id": endpoint.branch_id,
        "events": [pattern for pattern in chosen if pattern.endswith("*")],
        "others": ", ".join(pattern for pattern in chosen if not pattern.endswith("*")),
        "version": endpoint.version,
    }
