"""Who listens to what. The one page that says what follows from what.

`within` runs in the transaction of the event, for what must never be half true;
`after` runs from the log, its cursor and its effect committing together.
"""

import threading

from crm import activity
from crm.accounts.models import Staff
from crm.activity import configuration
from crm.integrations import rules as integrations
from crm.interactions import rules as interactions
from crm.leads import rules as leads
from crm.lifecycle import rules as lifecycle

activity.within("lead.converted", interactions.adopt)
activity.within("lead.converted", lifecycle.begin)
for appears in ("customer.created", "customer.linked", "customer.edited", "lead.created"):
    activity.after(appears, integrations.catch_up, name="integrations.catch_up")
for verb in ("lead.converted", "lead.qualified", "interaction.logged", "customer.edited"):
    activity.after(verb, lifecycle.reconsider_after, name=f"lifecycle.after.{verb}")
activity.after("config.accepted", leads.rescore_under_new_rules, name="leads.rescore")


def watch_configuration(stop: threading.Event) -> None:
    """The worker's share: notice changed files, and let every process know by one event."""
    configuration.watch(stop, by=Staff.objects.system)
