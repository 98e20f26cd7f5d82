"""What was approved becomes ours: a customer, or a lead, with the consent that came along."""

from typing import Any

from crm.accounts.models import Branch, Staff
from crm.consent import rules as consent
from crm.consent.models import Consent
from crm.customers import rules as customers
from crm.customers.models import Customer, SourceType
from crm.integrations.intents import Choice, Enquiry, Person, Registration
from crm.leads import rules as leads
from crm.leads.models import Lead


def make_customer(
    registration: Registration, *, source: str, branch: Branch, by: Staff, into: Customer | None
) -> Customer:
    """The customer this registration is, found or made, with their number over there."""
    person = registration.person
    customer, _is_new = customers.find_or_make(profile_of(person), by=by, branch=branch, into=into)
    customer = customers.link(customer, source=source, external_id=registration.external_id, by=by)
    keep_choices(registration.choices, person, branch=branch, by=by)
    consent.mirror(customer)
    customer.refresh_from_db()
    return customer


def make_lead(
    enquiry: Enquiry, *, source: str, branch: Branch, by: Staff, into: Customer | None
) -> Lead:
    """The lead this request is. `into`, the customer it is from, is given these addresses too."""
    if into is not None:
        customers.find_or_make(profile_of(enquiry.person), by=by, branch=branch, into=into)
    new = leads.NewLead(
        source_type=SourceType.WEBSITE,
        contact_info=_contact_info(enquiry.person),
        source_details={"from": source} | enquiry.details,
        device_interest=enquiry.device,
        initial_needs=enquiry.needs,
        estimated_value=enquiry.estimate,
        urgency_level=enquiry.urgency,
        external_source=source if enquiry.external_id else None,
        external_id=enquiry.external_id,
    )
    lead = leads.create(new, by=by, branch=branch)
    keep_choices(enquiry.choices, enquiry.person, branch=branch, by=by)
    return lead


def keep_choices(choices: list[Choice], person: Person, *, branch: Branch, by: Staff) -> None:
    """Record each decision for the address it is about, if there is one."""
    for choice in choices:
        by_email = choice.channel == Consent.Channel.EMAIL
        address = person.normal_email if by_email else person.normal_phone
        if address:
            consent.record(address, _statement(choice, address), by=by, branch=branch)


def _statement(choice: Choice, address: str) -> consent.Statement:
    decision = Consent.Decision.GIVEN
    if not choice.given:
        before = consent.may_contact_address(address, choice.channel, Consent.Purpose.MARKETING)
        decision = Consent.Decision.WITHDRAWN if before else Consent.Decision.REFUSED
    return consent.Statement(
        channel=choice.channel,
        purpose=Consent.Purpose.MARKETING,
        decision=decision,
        wording=choice.wording,
        evidence=choice.evidence,
    )


def profile_of(person: Person) -> customers.Profile:
    """What is known of somebody, as a customer's profile."""
    return customers.Profile(
        first_name=person.first_name,
        last_name=person.last_name,
        email=person.normal_email,
        phone=person.phone if person.normal_phone else "",
        source_type=SourceType.WEBSITE,
        more={"language": person.language} if person.language else {},
    )


def _contact_info(person: Person) -> dict[str, Any]:
    """What is no address stays beside the addresses, for a person to make sense of."""
    return {
        "name": person.name,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "language": person.language,
        "email": person.normal_email,
        "phone": person.phone if person.normal_phone else "",
        "email_as_sent": "" if person.normal_email else person.email[:255],
        "phone_as_sent": "" if person.normal_phone else person.phone[:255],
    }
