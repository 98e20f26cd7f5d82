"""Words for what changed about a model."""

from django import template
from django.utils.translation import gettext as _

register = template.Library()


@register.filter
def model_words(columns: list[str]) -> str:
    """`["year", "average_repair_cost"]` as the year, the average cost."""
    words = {
        "category": _("the category"),
        "name": _("the name"),
        "year": _("the year"),
        "specifications": _("the specifications"),
        "common_issues": _("the common issues"),
        "average_repair_cost": _("the average cost"),
        "identifiers": _("the identifiers"),
        "image_url": _("the picture"),
        "is_active": _("whether it is on offer"),
    }
    return ", ".join(words.get(column, column) for column in columns)
