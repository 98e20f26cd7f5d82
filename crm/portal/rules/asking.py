"""Somebody asks for help on the public form."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import transaction

from crm.accounts.models import Branch, Staff
from crm.customers.addresses import normal_email, normal_phone
from crm.integrations import rules as integrations
from crm.integrations.intents import Choice, Enquiry, Person
from crm.integrations.models import Approval
from crm.leads.models import Lead
from crm.lib import clock, turns
from crm.lib.refusal import Refusal
from crm.portal import suspicion
from crm.portal.config import portal

SOURCE = "website"


@dataclass(frozen=True)
class Asked:
    """What a visitor typed, and the words of every box they ticked, by channel."""

    name: str
    email: str = ""
    phone: str = ""
    device: str = ""
    issue: str = ""
    urgency: str = Lead.Urgency.MEDIUM
    message: str = ""
    agreed_to: dict[str, str] = field(default_factory=dict)
    behaviour: dict[str, float] = field(default_factory=dict)
    trap: str = ""


@transaction.atomic
def ask(asked: Asked, *, branch: Branch, evidence: dict[str, Any]) -> bool:
    """Take the enquiry in as a lead, or let it wait when it looks like spam.

    False when the same was asked a moment ago: pressing twice asks once. Refuses (422)
    whoever cannot be answered.
    """
    _check(asked)
    fingerprint = _fingerprint(asked, branch)
    turns.wait_for("enquiry", fingerprint)
    if _was_just_asked(fingerprint):
        return False
    website = Staff.objects.website()
    enquiry = _enquiry(asked, fingerprint, evidence)
    text = f"{asked.name} {asked.device} {asked.issue} {asked.message}"
    flags = suspicion.flags(text, trap=asked.trap)
    if flags:
        kind = Approval.Kind.ENQUIRY
        integrations.propose(kind, enquiry, source=SOURCE, branch=branch, by=website, flags=flags)
    else:
        integrations.make_lead(enquiry, source=SOURCE, branch=branch, by=website, into=None)
    return True


def _check(asked: Asked) -> None:
    if not asked.name.strip():
        raise Refusal("Please tell us your name.", field="name", status=422)
    email, phone = normal_email(asked.email), normal_phone(asked.phone)
    if not (email or phone):
        raise Refusal(
            "Please give an email or a phone number, so that we can answer.",
            field="email",
            status=422,
        )
    for channel, address, sentence in (
        ("EMAIL", email, "Please add your email address, or untick news by email."),
        ("SMS", phone, "Please add your phone number, or untick offers by text message."),
    ):
        if channel in asked.agreed_to and not address:
            wanted = "email" if channel == "EMAIL" else "phone"
            raise Refusal(sentence, field=wanted, status=422)


def _enquiry(asked: Asked, fingerprint: str, evidence: dict[str, Any]) -> Enquiry:
    at = clock.now().isoformat()
    device = {"device": asked.device.strip(), "issue": asked.issue.strip()[:255]}
    return Enquiry(
        person=Person.called(asked.name, email=asked.email.strip(), phone=asked.phone.strip()),
        device={key: value for key, value in device.items() if value},
        needs=asked.message.strip(),
        urgency=asked.urgency,
        choices=[
            Choice(channel=channel, given=True, wording=words, evidence=evidence | {"at": at})
            for channel, words in asked.agreed_to.items()
        ],
        details={
            "page": evidence.get("page", ""),
            "fingerprint": fingerprint,
            "behaviour": asked.behaviour,
        },
    )


def _fingerprint(asked: Asked, branch: Branch) -> str:
    said = [asked.name, asked.email, asked.phone, asked.device, asked.issue, asked.message]
    plain = "\x1f".join(" ".join(text.split()).casefold() for text in said)
    return hashlib.sha256(f"{branch.pk}\x1f{plain}".encode()).hexdigest()[:32]


def _was_just_asked(fingerprint: str) -> bool:
    since = clock.now() - timedelta(minutes=portal().guard.repeat_minutes)
    return (
        Lead.objects.filter(created_at__gte=since, source_details__fingerprint=fingerprint).exists()
        or Approval.objects.filter(
            created_at__gte=since, content__details__fingerprint=fingerprint
        ).exists()
    )
