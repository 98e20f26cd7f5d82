"""Not now: the usual times to which a promise is moved, by the shop's opening hours."""

from datetime import datetime, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.leads.moments import next_morning
from crm.lib.business import business

CHOICES = [("tomorrow", _("Tomorrow")), ("days", _("In three days")), ("week", _("Next week"))]
DAYS = {"tomorrow": 0, "days": 2, "week": 6}


class Later(forms.Form):
    """One of the usual times."""

    until = forms.ChoiceField(choices=CHOICES)

    @property
    def due_at(self) -> datetime:
        """In the morning, on the first day the shop is open from then on."""
        morning = next_morning() + timedelta(days=DAYS[self.cleaned_data["until"]])
        quarter = timedelta(minutes=15)
        return business().next_opening(morning - quarter) + quarter
