"""What the owner asks about leads: how many convert, how soon we answer, where they stand.

Periods are half-open, [start, end). Every figure counts only leads that `staff` may see.
"""

from crm.leads.analytics.conversion import Conversion, conversion
from crm.leads.analytics.groups import Group, by_person, by_source
from crm.leads.analytics.periods import judged_days, last_days
from crm.leads.analytics.pipeline import Stage, pipeline
from crm.leads.analytics.response import ResponseTime, response_time

__all__ = [
    "Conversion",
    "Group",
    "ResponseTime",
    "Stage",
    "by_person",
    "by_source",
    "conversion",
    "judged_days",
    "last_days",
    "pipeline",
    "response_time",
]
