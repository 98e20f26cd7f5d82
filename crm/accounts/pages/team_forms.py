"""The forms that give somebody a role and a place to work."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.accounts.config import permissions
from crm.accounts.models import Branch, Staff


class Place(forms.Form):
    """A role and branches; only those within reach of whoever gives them are offered."""

    role = forms.ChoiceField(label=_("Role"))
    branches = forms.ModelMultipleChoiceField(
        label=_("Branches"),
        queryset=Branch.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Owners see every branch, whichever is ticked."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, by: Staff, person: Staff | None = None) -> None:
        initial = {}
        if person is not None:
            places = person.memberships.order_by("-is_home", "branch__name")
            initial = {
                "role": person.role,
                "branches": [place.branch_id for place in places],
                "version": person.version,
            }
        super().__init__(data, initial=initial)
        # Nobody becomes an owner because it stood first in the list.
        nothing = [("", _("Choose a role"))] if person is None else []
        self.fields["role"].choices = nothing + [  # type: ignore[attr-defined]  # a ChoiceField
            (key, f"{role.label}: {role.about}")
            for key, role in permissions().for_people().items()
            if role.may <= by.permissions
        ]
        seen = Branch.objects.active().visible_to(by)
        self.fields["branches"].queryset = seen  # type: ignore[attr-defined]  # a model field

    def clean_branches(self) -> list[Branch]:
        return list(self.cleaned_data["branches"])


class Invite(Place):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("Email"), max_length=254, help_text=_("They will sign in with it.")
    )
    version = None  # type: ignore[assignment]  # nobody to be stale about yet
    field_order = ["name", "email", "role", "branches"]
