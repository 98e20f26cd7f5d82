"""The next best action with a customer: the first thing below that is true, with one button.

To plug in: write a function that looks at a `Situation` and answers an `Action` or None, and
put it into `SUGGESTIONS` where it belongs by urgency (a device that is ready for pickup, say,
before everything that can wait). Each may cost one statement whatever the history.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from crm.accounts.models import Staff
from crm.consent.models import Consent
from crm.consent.rules import Verdict
from crm.customers.models import Customer, Duplicate
from crm.dashboard.due import reached_since
from crm.interactions.models import Interaction
from crm.lib import clock
from crm.lifecycle.models import Lifecycle

WRITTEN = (Interaction.Type.EMAIL, Interaction.Type.SMS, Interaction.Type.CHAT)
UNANSWERED_FOR = timedelta(days=14)  # older silence is no message that waits


@dataclass(frozen=True)
class Situation:
    """What the page knows already, and who is looking."""

    customer: Customer
    staff: Staff
    lifecycle: Lifecycle | None
    verdicts: list[Verdict]


@dataclass(frozen=True)
class Action:
    """What to do, why, and the button: a dialog to open or a page to go to."""

    title: str
    why: str
    label: str
    dialog: str = ""
    href: str = ""


def next_action(situation: Situation) -> Action | None:
    """The most pressing thing, or None when all is well."""
    found = (suggest(situation) for suggest in SUGGESTIONS)
    return next((action for action in found if action is not None), None)


def keep_the_promise(at: Situation) -> Action | None:
    """Somebody said they would get back to them, and has not."""
    if not at.staff.can("interactions.log"):
        return None
    rows = Interaction.objects.visible_to(at.staff).promised().filter(customer=at.customer)
    row = rows.filter(follow_up_date__lte=clock.now()).order_by("follow_up_date", "id").first()
    if row is None:
        return None
    return Action(
        title=_("Get back to them"),
        why=row.subject or row.content[:200] or _("It was promised and is overdue."),
        label=_("Log a call"),
        dialog=_log(at, "CALL"),
    )


def answer_the_message(at: Situation) -> Action | None:
    """Their latest word was a message, and nobody said anything since."""
    if not (at.staff.can("interactions.log") and at.staff.can("interactions.view")):
        return None
    rows = Interaction.objects.visible_to(at.staff).filter(customer=at.customer)
    row = rows.order_by("-occurred_at", "-id").first()
    if row is None or row.direction != Interaction.Direction.INBOUND:
        return None
    if row.interaction_type not in WRITTEN or row.occurred_at < clock.now() - UNANSWERED_FOR:
        return None
    return Action(
        title=_("Answer their message"),
        why=row.content[:200] or row.subject,
        label=_("Log a message"),
        dialog=_log(at, row.interaction_type),
    )


def decide_on_the_duplicate(at: Situation) -> Action | None:
    """Somebody else may be the same person; until that is decided, half the story is missing."""
    if not at.staff.can("customers.merge"):
        return None
    pairs = Duplicate.objects.visible_to(at.staff).waiting()
    if not pairs.filter(Q(first=at.customer) | Q(second=at.customer)).exists():
        return None
    return Action(
        title=_("Are they here twice?"),
        why=_("Another record looks like the same person."),
        label=_("Decide"),
        href=reverse("duplicates"),
    )


def be_in_touch(at: Situation) -> Action | None:
    """Their stage says that somebody should say hello by now."""
    due = at.lifecycle.next_action_due if at.lifecycle else None
    if due is None or due > clock.now() or not at.staff.can("interactions.log"):
        return None
    assert at.lifecycle is not None
    if reached_since(at.customer, due).exists():
        return None
    return Action(
        title=_("Time to be in touch"),
        why=_("It is due by their stage, “%(stage)s”.") % {"stage": at.lifecycle.stage_label},
        label=_("Log a call"),
        dialog=_log(at, "CALL"),
    )


def ask_for_consent(at: Situation) -> Action | None:
    """Nobody has asked whether they want to hear from us."""
    news = [one for one in at.verdicts if one.purpose == Consent.Purpose.MARKETING]
    if not at.staff.can("consent.record") or not news or any(one.consent for one in news):
        return None
    return Action(
        title=_("Ask whether they want news"),
        why=_("Without a yes we may not send them any."),
        label=_("Record what they said"),
        dialog=f"{reverse('customer-consent', args=[at.customer.pk])}?channel={news[0].channel}",
    )


def _log(at: Situation, kind: str) -> str:
    return f"{reverse('customer-interaction', args=[at.customer.pk])}?type={kind}"


SUGGESTIONS: tuple[Callable[[Situation], Action | None], ...] = (
    keep_the_promise,
    answer_the_message,
    decide_on_the_duplicate,
    be_in_touch,
    ask_for_consent,
)
