"""What conditions may ask about a lead."""

from django.db.models import BooleanField, Case, F, TextField, Value, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, NullIf
from django.utils.translation import gettext_lazy as _

from crm.criteria.expressions import Sql
from crm.criteria.kinds import Kind
from crm.criteria.registry import Fact, declare, register
from crm.leads.models import Lead

declare("lead", Lead)


def _known(column: str) -> Case:
    return Case(
        When(**{column: ""}, then=Value(False)),
        default=Value(True),
        output_field=BooleanField(),
    )


register(
    "lead",
    Fact("source_type", Kind.CHOICE, _("Source"), "source_type", choices=Lead.Source.choices),
    Fact("lead_score", Kind.NUMBER, _("Score"), "lead_score"),
    Fact(
        "qualification_status",
        Kind.CHOICE,
        _("Qualification"),
        "qualification_status",
        choices=Lead.Qualification.choices,
    ),
    Fact("status", Kind.CHOICE, _("Status"), "status", choices=Lead.Status.choices),
    Fact("urgency_level", Kind.CHOICE, _("Urgency"), "urgency_level", choices=Lead.Urgency.choices),
    Fact("estimated_value", Kind.NUMBER, _("Estimated value"), "estimated_value", unit="£"),
    Fact("budget_range", Kind.TEXT, _("Budget"), NullIf(F("budget_range"), Value(""))),
    Fact(
        "initial_needs",
        Kind.TEXT,
        _("What they need"),
        NullIf(F("initial_needs"), Value("", TextField())),
    ),
    Fact("device_brand", Kind.TEXT, _("Device brand"), KT("device_interest__brand")),
    Fact("device_model", Kind.TEXT, _("Device model"), KT("device_interest__model")),
    Fact("issue", Kind.TEXT, _("Fault"), KT("device_interest__issue")),
    Fact("has_email", Kind.BOOLEAN, _("Has an email"), _known("email")),
    Fact("has_phone", Kind.BOOLEAN, _("Has a phone"), _known("phone")),
    Fact(
        "is_known",
        Kind.BOOLEAN,
        _("Looks like a customer"),
        Sql("({subject}.looks_like_id IS NOT NULL)"),
    ),
    Fact("follow_up_count", Kind.WHOLE, _("Follow-ups made"), "follow_up_count"),
    Fact("unanswered_count", Kind.WHOLE, _("Unanswered follow-ups"), "unanswered_count"),
    Fact("next_follow_up", Kind.MOMENT, _("Next follow-up"), "next_follow_up"),
    Fact("last_contact_at", Kind.MOMENT, _("Last contact"), "last_contact_at"),
    Fact("first_reply_at", Kind.MOMENT, _("First reply"), "first_reply_at"),
    Fact("created_at", Kind.MOMENT, _("Came in"), "created_at"),
    Fact("branch", Kind.TEXT, _("Branch"), Cast("branch__slug", TextField())),
)
