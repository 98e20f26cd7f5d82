"""Who asks for help, and what they say."""

from random import Random
from typing import Any

from crm.demo import words
from crm.leads import rules as leads

URGENCIES = ("LOW", "MEDIUM", "MEDIUM", "MEDIUM", "HIGH", "HIGH", "URGENT")
WRITES = frozenset({"WEBSITE", "EMAIL", "SOCIAL"})
COMES_AGAIN = 0.12  # the share of leads that somebody known brings


class Asking:
    """The people of one story. The same dice give the same people in the same order."""

    def __init__(self, dice: Random) -> None:
        self.dice = dice
        self.known: list[dict[str, str]] = []
        # Numbers that are never given to anybody, kept for stories like this one.
        self.numbers = dice.sample(range(1000), 1000)

    def next(self, source: str) -> leads.NewLead:
        """One more lead: somebody new, or now and then somebody who has been here before."""
        dice = self.dice
        brand, model, year, worth, price = dice.choice(words.DEVICES)
        fault, message = dice.choice(words.FAULTS)
        device = {"brand": brand, "model": model, "year": year, "value": worth, "issue": fault}
        return leads.NewLead(
            source_type=source,
            contact_info=dict(self._person(source)),
            source_details=self._behaviour() if source == "WEBSITE" else {},
            device_interest=device,
            initial_needs=message,
            budget_range=f"£{price - 30}-£{price + 40}" if self._chance(0.7) else "",
            urgency_level=dice.choice(URGENCIES),
        )

    def answer_about_news(self) -> str:
        return "GIVEN" if self._chance(0.4) else "REFUSED"

    def _person(self, source: str) -> dict[str, str]:
        if self.known and self._chance(COMES_AGAIN) and source not in WRITES:
            return self.dice.choice(self.known)
        first, last = self.dice.choice(words.FIRST_NAMES), self.dice.choice(words.LAST_NAMES)
        person = {"name": f"{first} {last}"}
        if source != "WALK_IN" or self._chance(0.5):
            person["phone"] = f"07700 900{self.numbers.pop():03}"
            self.known.append(person)
        if source in WRITES:
            plain = "".join(letter for letter in last.lower() if "a" <= letter <= "z")
            person["email"] = f"{plain}{self.dice.randint(1, 99)}@example.co.uk"
        if self._chance(0.1):
            person["company"] = self.dice.choice(words.COMPANIES)
        return person

    def _behaviour(self) -> dict[str, Any]:
        """How a visitor who writes has looked around the website first."""
        keen = self._chance(0.35)
        dice = self.dice
        return {
            "behaviour": {
                "page_views": dice.randint(60, 100) if keen else dice.randint(4, 50),
                "time_on_site": dice.randint(1800, 3600) if keen else dice.randint(60, 1500),
                "service_page_visits": dice.randint(12, 20) if keen else dice.randint(1, 10),
                "form_interactions": dice.randint(6, 10) if keen else dice.randint(1, 6),
                "pricing_page_views": dice.randint(3, 5) if keen else dice.randint(0, 3),
            }
        }

    def _chance(self, share: float) -> bool:
        return self.dice.random() < share
