"""Rules change, prices are given, VAT changes: every old price still says the same."""

import os
import shutil
import tempfile
from pathlib import Path

import pytest
import yaml
from django.conf import settings as django
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from crm.accounts.models import Staff
from crm.activity import configuration
from crm.lib.business import business
from crm.pricing import rules
from crm.pricing.config import pricing_config
from crm.pricing.models import PriceQuote
from crm.pricing.tests import random_rules as made

steps = settings(
    max_examples=int(os.environ.get("PRICE_REPLAYS", "12")),
    phases=[Phase.generate],
    stateful_step_count=25,
    deadline=None,
    derandomize=True,
    database=None,
)
carried_out = {"steps": 0, "replays": 0}


class Prices(RuleBasedStateMachine):
    """A shop that keeps changing its mind about what repairs cost."""

    by: Staff

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        django.CONFIG_DIR = self.folder
        self.given = {}
        self.files = []

    def teardown(self):
        django.CONFIG_DIR = None
        shutil.rmtree(self.folder)
        pricing_config.refresh()
        business.refresh()

    @rule(content=made.contents())
    def the_owner_writes_new_rules(self, content):
        self._switch_to(content)
        self.files.append(content)

    @rule(data=st.data())
    def the_owner_goes_back_to_older_rules(self, data):
        if self.files:
            self._switch_to(data.draw(st.sampled_from(self.files)))

    @rule(text=st.sampled_from(["minimum: [", "repairs: {SCREEN_REPAIR: {base: -1}}"]))
    def the_owner_makes_a_mistake(self, text):
        before = pricing_config.version
        (self.folder / "pricing.yaml").write_text(text)
        pricing_config.refresh()
        assert pricing_config.version == before
        self._every_old_price_says_the_same()

    @rule()
    def the_worker_accepts_what_it_finds(self):
        configuration.accept_all(by=Staff.objects.system())

    @rule(rate=st.sampled_from([0, 5, 20]))
    def the_chancellor_changes_vat(self, rate):
        (self.folder / "business.yaml").write_text(f"vat_rate: {rate}\n")
        business.refresh()
        self._every_old_price_says_the_same()

    @initialize(asked=made.questions)
    def the_first_price_is_given(self, asked):
        self.a_price_is_given(asked)

    @rule(asked=made.questions)
    def a_price_is_given(self, asked):
        quote = rules.quote(asked, by=self.by, branch=self.by.home_branch)
        self.given[quote.pk] = (quote.total, quote.lines, quote.config_version)

    @rule(data=st.data())
    def somebody_asks_why(self, data):
        if self.given:
            pk = data.draw(st.sampled_from(sorted(self.given)))
            self._says_the_same(PriceQuote.objects.get(pk=pk))

    @invariant()
    def count(self):
        carried_out["steps"] += 1

    def _every_old_price_says_the_same(self):
        for quote in PriceQuote.objects.filter(pk__in=self.given):
            self._says_the_same(quote)

    def _switch_to(self, content):
        """The whole file, written as a shop would; the product's own shows through nowhere."""
        (self.folder / "pricing.yaml").write_text(yaml.safe_dump(content))
        pricing_config.refresh()
        assert pricing_config.problem is None
        self._every_old_price_says_the_same()

    def _says_the_same(self, quote):
        assert (quote.total, quote.lines, quote.config_version) == self.given[quote.pk]
        again = rules.replay(quote)
        assert again.problem == ""
        assert again.is_same is True
        assert again.price.total == quote.total
        carried_out["replays"] += 1


@pytest.fixture(autouse=True)
def _shipped_rules():
    yield
    django.CONFIG_DIR = None
    pricing_config.refresh()
    business.refresh()


def test_every_price_ever_given_can_be_explained(rory, record_testsuite_property):
    machine = type("Machine", (Prices,), {"by": rory})
    run_state_machine_as_test(machine, settings=steps)
    for name, number in carried_out.items():
        record_testsuite_property(f"price replay {name}", number)  # `--junitxml` shows them
    examples = steps.max_examples
    assert carried_out["steps"] >= 20 * examples
    assert carried_out["replays"] >= 10 * examples
