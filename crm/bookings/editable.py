"""The facts of a repair that a person may change where they stand, one at a time."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crm.bookings.models import Service
from crm.catalogue.models import RepairType, UrgencyLevel
from crm.leads.moments import Moment
from crm.ui.inline import Fact, by_name, prose
from crm.ui.templatetags._values import at, money


def _money() -> forms.DecimalField:
    return forms.DecimalField(max_digits=10, decimal_places=2, min_value=0, required=False)


def _moment(value: Any) -> str:
    return str(at(value))


FACTS = by_name(
    [
        Fact("repair_type", _("Repair"), forms.ChoiceField(choices=RepairType.choices)),
        Fact("problem_description", _("What is wrong"), prose(10_000)),
        Fact("urgency_level", _("Urgency"), forms.ChoiceField(choices=UrgencyLevel.choices)),
        Fact("service_type", _("How it comes"), forms.ChoiceField(choices=Service.choices)),
        Fact("scheduled_date", _("Appointment"), Moment(required=False), reads=_moment),
        Fact("base_price", _("Quoted in £"), _money(), reads=money),
        Fact("final_price", _("Final in £"), _money(), reads=money),
        Fact("customer_notes", _("From the customer"), prose(10_000)),
        Fact("internal_notes", _("Between us"), prose(10_000)),
    ]
)
JOB = ("repair_type", "problem_description", "urgency_level", "service_type", "scheduled_date")
MONEY = ("base_price", "final_price")
NOTES = ("customer_notes", "internal_notes")
