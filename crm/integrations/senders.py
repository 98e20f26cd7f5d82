"""Who is delivering: a website that holds one of our keys, or nobody we let in."""

import hmac
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from crm.accounts import limits
from crm.accounts.auth import staff_of_key
from crm.accounts.models import Branch
from crm.integrations import rules
from crm.integrations.config import integrations
from crm.lib.refusal import Refusal

RECEIVE = "integrations.receive"
WRONG_KEYS = "60/m"


@dataclass(frozen=True)
class Sender:
    """The system that delivers, and the branch its deliveries belong to."""

    source: str
    branch: Branch


def sender_of(request: HttpRequest, source: str) -> Sender:
    """Refuses (401) a caller without a key of ours; that is counted, and nothing is kept."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    key = key.strip() if scheme.lower() == "bearer" else ""
    if key and _is_shared_key(key):
        return Sender(source, rules.branch_of(integrations().revivatech.branch))
    account = staff_of_key(request, key) if key.startswith("crm_") else None
    if account is not None and account.can(RECEIVE):
        bound = account.home_branch if account.branch_ids else None
        return Sender(source, bound or rules.branch_of(integrations().revivatech.branch))
    rules.turn_away(source)
    limits.limit(request, "webhook-wrong-key", rate=WRONG_KEYS)
    raise Refusal(_("This key does not open the webhooks."), status=401)


def is_configured() -> bool:
    """Does the environment hold a key at all? (API keys are found on their own page.)"""
    return bool(settings.WEBHOOK_API_KEYS)


def _is_shared_key(key: str) -> bool:
    # Every key is compared, in constant time, so that the answer's time tells nothing.
    same = [
        hmac.compare_digest(known.encode(), key.encode()) for known in settings.WEBHOOK_API_KEYS
    ]
    return any(same)
