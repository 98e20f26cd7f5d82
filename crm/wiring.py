"""Who listens to what. The one page that says what follows from what.

`within` runs in the transaction of the event, for what must never be half true;
`after` runs from the log, its cursor and its effect committing together.
"""

import threading

from crm import activity
from crm.accounts.models import Staff
from crm.activity import configuration
from crm.bookings import dues
from crm.bookings import rules as bookings
from crm.catalogue import rules as catalogue
from crm.consent import rules as consent
from crm.customers import combining
from crm.customers import rules as customers
from crm.integrations import courier, stripe
from crm.integrations import rules as integrations
from crm.integrations.outgoing import audience
from crm.integrations.revivatech import prices as revivatech_prices
from crm.interactions import rules as interactions
from crm.leads import rules as leads
from crm.lifecycle import rules as lifecycle
from crm.payments import cards, reading
from crm.payments import rules as payments
from crm.pricing import port as prices
from crm.realtime import feed

activity.within("lead.converted", interactions.adopt)
activity.within("lead.converted", lifecycle.begin)
for promise in ("lead.follow_up_done", "lead.follow_up_moved", "lead.follow_up_reopened"):
    activity.within(promise, interactions.show_again)
activity.within("staff.handed_over", lifecycle.take_over)
activity.within("interaction.logged", bookings.told_by_talking)
for appears in (
    *("customer.created", "customer.linked", "customer.edited"),
    *("lead.created", "booking.created"),
):
    activity.after(appears, integrations.catch_up, name="integrations.catch_up")
for alone in ("customer.created", "customer.merge_undone"):
    activity.after(alone, lifecycle.welcome, name="lifecycle.welcome")
for verb in ("lead.converted", "lead.qualified", "interaction.logged", "customer.edited"):
    activity.after(verb, lifecycle.reconsider_after, name=f"lifecycle.after.{verb}")
MONEY = ("payment.taken", "payment.refunded", "payment.reversed", "payment.written_off")
for verb in (*MONEY, "payment.credit_given", "invoice.issued", "invoice.credited"):
    activity.after(verb, lifecycle.reconsider_after, name=f"lifecycle.after.{verb}")
activity.after("booking.created", payments.adopt, name="payments.adopt")
for verb in ("booking.created", "booking.status_changed", "booking.rated"):
    activity.after(verb, lifecycle.reconsider_after, name=f"lifecycle.after.{verb}")
for merged in ("customer.merged", "customer.merge_undone"):
    activity.after(merged, lifecycle.reconsider_after, name=f"lifecycle.after.{merged}")
    activity.after(merged, customers.look_for_duplicates, name="customers.duplicates")
for appears in ("customer.created", "customer.edited"):
    activity.after(appears, customers.look_for_duplicates, name="customers.duplicates")
# An import brings tens of thousands at once.
activity.at_once(lifecycle.welcome_many, name="lifecycle.welcome")
activity.at_once(customers.look_for_many, name="customers.duplicates")
activity.after("customer.edited", consent.follow_address, name="consent.follow_address")
for brought in ("device.registered", "device.transferred", "device.edited"):
    activity.after(brought, customers.look_for_duplicates, name="customers.duplicates")
activity.after("customer.merged", customers.gather, name="customers.gather")
activity.after("config.accepted", leads.rescore_under_new_rules, name="leads.rescore")
activity.after("config.accepted", catalogue.load_when_files_change, name="catalogue.load")
# The ledger knows what a customer is told to bring.
dues.known_to(reading.still_to_pay)
# Card companies, each off until a shop turns it on.
cards.bind(stripe.NAME, stripe.processor)
# Webhooks of ours go to whoever asked, as far as the live updates' table lets them hear.
audience.judged_by(feed.audience_of)
activity.relay(integrations.dispatch, verbs=integrations.wanted_verbs, name="integrations.dispatch")
activity.after("config.accepted", lifecycle.sweep_under_new_rules, name="lifecycle.sweep")
activity.after("interaction.logged", lifecycle.touched_by, name="lifecycle.touched_by")
for corrected in ("interaction.edited", "interaction.removed", "interaction.restored"):
    activity.after(corrected, lifecycle.reconsider_after, name=f"lifecycle.after.{corrected}")

# Who answers when pricing.yaml does not leave prices to its own rules.
prices.offer("platform", revivatech_prices.ask)

# Who merges two customers keeps the survivor's lifecycle, with its history.
combining.one_each("customer_lifecycle")
combining.one_each("customer_lifecycle_history")


def watch_configuration(stop: threading.Event) -> None:
    """The worker's share: notice changed files, and let every process know by one event."""
    configuration.watch(stop, by=Staff.objects.system)


def send_webhooks(stop: threading.Event) -> None:
    """The worker's other share: bring what happened to those who asked to hear it."""
    courier.run(stop)
