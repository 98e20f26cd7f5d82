"""The public form: few fields, plain words, nothing lost on a mistake."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.accounts.models import Branch
from crm.leads.models import Lead
from crm.portal import stamps
from crm.portal.config import portal
from crm.portal.rules import Asked

URGENCIES = [
    (Lead.Urgency.LOW, _("No hurry")),
    (Lead.Urgency.MEDIUM, _("This week")),
    (Lead.Urgency.HIGH, _("In a day or two")),
    (Lead.Urgency.URGENT, _("Today: it cannot wait")),
]


def _line(label: Any, *, most: int, missing: Any = "", **attrs: Any) -> forms.CharField:
    """A line of text; with `missing`, the sentence that asks for it, it may not stay empty."""
    return forms.CharField(
        label=label,
        max_length=most,
        required=bool(missing),
        error_messages={"required": missing},
        widget=forms.TextInput(attrs=attrs),
    )


class EnquiryForm(forms.Form):
    """What we ask; `website` is the field people do not see."""

    name = _line(
        _("Your name"), most=150, missing=_("Please tell us your name."), autocomplete="name"
    )
    email = _line(_("Email"), most=254, autocomplete="email", inputmode="email", type="email")
    phone = _line(_("Phone"), most=40, autocomplete="tel", inputmode="tel", type="tel")
    device = _line(_("Your device"), most=150, list="devices", placeholder=_("MacBook Air 2020"))
    issue = _line(_("What is wrong?"), most=255, list="faults", placeholder=_("Does not charge"))
    urgency = forms.ChoiceField(
        label=_("How soon do you need it?"), choices=URGENCIES, initial=Lead.Urgency.MEDIUM
    )
    message = forms.CharField(
        label=_("Anything else we should know?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    branch = forms.ModelChoiceField(
        label=_("Which shop?"),
        queryset=Branch.objects.none(),
        empty_label=None,
        to_field_name="slug",
    )
    agrees_email = forms.BooleanField(required=False)
    agrees_sms = forms.BooleanField(required=False)
    website = forms.CharField(required=False, max_length=500)
    opened = forms.CharField(required=False, max_length=200)

    use_required_attribute = False

    def __init__(self, data: Any = None, *, branch: Branch | None = None, **more: Any) -> None:
        super().__init__(data, **more)
        words = portal().consent
        self.fields["agrees_email"].label = words.email
        self.fields["agrees_sms"].label = words.sms
        self.stamp = stamps.renewed(self.data.get("opened", ""))
        self.only_place = branch
        places = Branch.objects.active()
        if branch is not None or len(places) < 2:  # noqa: PLR2004 - a choice is among two
            del self.fields["branch"]
            self.only_place = branch or places.first()
        else:
            self.fields["branch"].queryset = places  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        """A program posts at once; a person is asked to press once more, and that is enough."""
        cleaned = super().clean() or {}
        if not self.errors and not stamps.is_ripe(cleaned.get("opened", "")):
            self.add_error(None, _("Nearly there: please press Send once more."))
        return cleaned

    def place(self) -> Branch | None:
        """The shop it is for: the only one, the page's own, or the one chosen."""
        chosen = self.cleaned_data.get("branch")
        return chosen if isinstance(chosen, Branch) else self.only_place

    def asked(self) -> Asked:
        cleaned, words = self.cleaned_data, portal().consent
        agreed = {"EMAIL": (cleaned["agrees_email"], words.email)}
        agreed["SMS"] = (cleaned["agrees_sms"], words.sms)
        return Asked(
            **{
                name: cleaned[name]
                for name in ("name", "email", "phone", "device", "issue", "urgency", "message")
            },
            agreed_to={channel: said for channel, (yes, said) in agreed.items() if yes},
            trap=cleaned["website"],
        )
