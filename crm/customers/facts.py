"""What conditions may ask about a customer, as far as this package knows them."""

from django.db.models import F, Value
from django.db.models.fields.json import KT
from django.db.models.functions import NullIf
from django.utils.translation import gettext_lazy as _

from crm.criteria.expressions import Sql
from crm.criteria.kinds import Kind
from crm.criteria.registry import Fact, declare, register
from crm.customers.models import Customer, SourceType

declare("customer", Customer)
register(
    "customer",
    Fact("source_type", Kind.CHOICE, _("Source"), "source_type", choices=SourceType.choices),
    Fact("acquisition_date", Kind.DATE, _("Customer since"), "acquisition_date"),
    Fact("company", Kind.TEXT, _("Company"), NullIf(F("company"), Value(""))),
    Fact("language", Kind.TEXT, _("Language"), NullIf(F("language"), Value(""))),
    Fact("birthday", Kind.DATE, _("Birthday"), "birthday"),
    Fact(
        "tags",
        Kind.LIST,
        _("Tags"),
        Sql("(ARRAY(SELECT jsonb_array_elements_text({subject}.tags)))"),
    ),
    Fact(
        "preferred_contact",
        Kind.CHOICE,
        _("Prefers"),
        "preferred_contact",
        choices=Customer.PreferredContact.choices,
    ),
    Fact(
        "contact_frequency",
        Kind.CHOICE,
        _("Contact frequency"),
        "contact_frequency",
        choices=Customer.ContactFrequency.choices,
    ),
    Fact("marketing_consent", Kind.BOOLEAN, _("Wants news by email"), "marketing_consent"),
    Fact("sms_consent", Kind.BOOLEAN, _("Wants offers by text"), "sms_consent"),
    Fact("postcode", Kind.TEXT, _("Postcode"), KT("address__postcode")),
)
