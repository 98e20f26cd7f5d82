"""What conditions may ask about a customer's life with the shop so far."""

from django.utils.translation import gettext_lazy as _

from crm.criteria import Fact, Kind, Sql, register
from crm.lifecycle.models import Stage

register(
    "customer",
    Fact(
        "lifecycle_stage",
        Kind.CHOICE,
        _("Lifecycle stage"),
        "lifecycle__current_stage",
        choices=Stage.choices,
    ),
    Fact("stage_entered_at", Kind.MOMENT, _("In this stage since"), "lifecycle__stage_entered_at"),
    Fact(
        "times_converted",
        Kind.WHOLE,
        _("Times they became a customer"),
        Sql(
            "(SELECT count(*) FROM leads l WHERE l.converted_customer_id = {subject}.id"
            " AND l.status = 'CONVERTED' AND l.deleted_at IS NULL)"
        ),
    ),
    Fact(
        "last_converted",
        Kind.MOMENT,
        _("Last became a customer"),
        Sql(
            "(SELECT max(l.converted_at) FROM leads l WHERE l.converted_customer_id = {subject}.id"
            " AND l.deleted_at IS NULL)"
        ),
    ),
    Fact(
        "has_qualified_lead",
        Kind.BOOLEAN,
        _("Has a qualified lead open"),
        Sql(
            "EXISTS (SELECT FROM leads l WHERE l.looks_like_id = {subject}.id"
            " AND l.status = 'ACTIVE' AND l.qualification_status = 'QUALIFIED'"
            " AND l.deleted_at IS NULL)"
        ),
    ),
    Fact(
        "last_contact",
        Kind.MOMENT,
        _("Last contact"),
        Sql(
            "(SELECT max(i.occurred_at) FROM customer_interactions i"
            " WHERE i.customer_id = {subject}.id AND i.deleted_at IS NULL)"
        ),
    ),
    Fact(
        "positive_interactions",
        Kind.WHOLE,
        _("Positive interactions"),
        Sql(
            "(SELECT count(*) FROM customer_interactions i WHERE i.customer_id = {subject}.id"
            " AND i.sentiment = 'POSITIVE' AND i.deleted_at IS NULL)"
        ),
    ),
)
