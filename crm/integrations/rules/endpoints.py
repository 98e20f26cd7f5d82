"""Addresses that hear from us: added, changed, paused, removed, and their secrets."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from crm import activity
from crm.accounts.models import Branch, Staff
from crm.accounts.rules import delegation
from crm.integrations.config import integrations
from crm.integrations.models import Endpoint, Subscription
from crm.integrations.outgoing import patterns, signing
from crm.integrations.outgoing.addresses import target_of
from crm.lib import clock
from crm.lib.refusal import Refusal
from crm.lib.versions import must_match

Status = Endpoint.Status
MOST = 100


@dataclass(frozen=True)
class Wanted:
    """What somebody says about an endpoint; no branch stands for every branch."""

    url: str
    events: Iterable[str]
    role: str
    branch: Branch | None = None
    description: str = ""


@transaction.atomic
def register(wanted: Wanted, *, by: Staff) -> tuple[Endpoint, str]:
    """An endpoint that hears from now on. The second value is its secret, never seen again."""
    events = _agreed(wanted, by)
    if Endpoint.objects.exclude(status=Status.REMOVED).count() >= MOST:
        raise Refusal(_("There are %(n)d webhooks already. Remove one first.") % {"n": MOST})
    secret = signing.new_secret()
    endpoint = Endpoint.objects.create(
        url=wanted.url,
        description=wanted.description,
        role=wanted.role,
        branch=wanted.branch,
        secret=signing.sealed(secret),
        created_by=by,
    )
    _subscribe(endpoint, events)
    _record("webhook.created", endpoint, by, events=events, role=wanted.role)
    return endpoint, secret


@transaction.atomic
def change(
    endpoint: Endpoint, wanted: Wanted, *, by: Staff, version: int | None = None
) -> Endpoint:
    """What it hears, where, and as what. What is already on its way goes to the new address."""
    endpoint = _locked(endpoint, by, version)
    events = _agreed(wanted, by)
    endpoint.url = wanted.url
    endpoint.description = wanted.description
    endpoint.role = wanted.role
    endpoint.branch = wanted.branch
    _save(endpoint, "url", "description", "role", "branch")
    _subscribe(endpoint, events)
    _record("webhook.changed", endpoint, by, events=events, role=wanted.role)
    return endpoint


@transaction.atomic
def rotate(endpoint: Endpoint, *, by: Staff, version: int | None = None) -> tuple[Endpoint, str]:
    """A new secret, seen once. For a while both sign, so that the receiver can change over."""
    endpoint = _locked(endpoint, by, version)
    secret = signing.new_secret()
    overlap = timedelta(hours=integrations().outgoing.rotation_overlap_hours)
    endpoint.former_secret = endpoint.secret
    endpoint.former_until = clock.now() + overlap
    endpoint.secret = signing.sealed(secret)
    _save(endpoint, "secret", "former_secret", "former_until")
    _record("webhook.secret_rotated", endpoint, by)
    return endpoint, secret


@transaction.atomic
def pause(endpoint: Endpoint, *, by: Staff, version: int | None = None) -> Endpoint:
    """It hears nothing more for now; what waits, waits."""
    endpoint = _locked(endpoint, by, version)
    if not endpoint.is_active:
        raise Refusal(_("This webhook is not active."))
    endpoint.status = Status.PAUSED
    _save(endpoint, "status")
    _record("webhook.paused", endpoint, by)
    return endpoint


@transaction.atomic
def resume(endpoint: Endpoint, *, by: Staff, version: int | None = None) -> Endpoint:
    """It hears again, from now on; what was already on its way is sent."""
    endpoint = _locked(endpoint, by, version)
    if endpoint.is_active:
        raise Refusal(_("This webhook is active."))
    endpoint.status, endpoint.why_disabled = Status.ACTIVE, ""
    endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    _save(endpoint, "status", "why_disabled", "failures", "failing_since", "rests_until")
    endpoint.subscriptions.update(since=clock.now())
    _record("webhook.resumed", endpoint, by)
    return endpoint


@transaction.atomic
def remove(endpoint: Endpoint, *, by: Staff, version: int | None = None) -> None:
    """It is gone for everybody; its secrets at once, its deliveries with the next night."""
    endpoint = _locked(endpoint, by, version)
    endpoint.status, endpoint.why_disabled = Status.REMOVED, ""
    endpoint.secret = endpoint.former_secret = ""
    endpoint.former_until = None
    _save(endpoint, "status", "why_disabled", "secret", "former_secret", "former_until")
    endpoint.subscriptions.all().delete()
    _record("webhook.removed", endpoint, by)


def _agreed(wanted: Wanted, by: Staff) -> list[str]:
    """The events, if all of it is allowed: nobody lets another system hear more than they may."""
    role = delegation.role_within_reach(wanted.role, by=by)
    if wanted.branch is None and (role.branches == "own" or not by.sees_all_branches):
        raise Refusal(_("Choose the branch it hears of."), field="branch_id", status=422)
    delegation.branches_within_reach(role, [wanted.branch] if wanted.branch else [], by=by)
    target_of(wanted.url, inside=integrations().outgoing.allow_private_networks)
    return patterns.checked(wanted.events)


def _locked(endpoint: Endpoint, by: Staff, version: int | None) -> Endpoint:
    """Refuses whoever may read less than this endpoint hears: they could send it to themselves."""
    endpoint = Endpoint.objects.select_for_update(of=("self",)).get(pk=endpoint.pk)
    if endpoint.status == Status.REMOVED:
        raise Refusal(_("This webhook has been removed."), status=404)
    must_match(endpoint, version)
    if not endpoint.permissions <= by.permissions:
        raise Refusal(_("This webhook hears more than you may read."), status=403)
    return endpoint


def _subscribe(endpoint: Endpoint, events: list[str]) -> None:
    """Those that stay keep their time; new ones begin now."""
    endpoint.subscriptions.exclude(pattern__in=events).delete()
    Subscription.objects.bulk_create(
        [Subscription(endpoint=endpoint, pattern=pattern) for pattern in events],
        ignore_conflicts=True,
    )


def _save(endpoint: Endpoint, *names: str) -> None:
    endpoint.version += 1
    endpoint.save(update_fields=[*names, "version", "updated_at"])


def _record(verb: str, endpoint: Endpoint, by: Staff, **particulars: Any) -> None:
    activity.record(verb, about=endpoint, by=by, name=str(endpoint), **particulars)
