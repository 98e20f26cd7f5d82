"""Who listens to which verb, and which event they are answering just now."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from crm.activity.models import Event

Rule = Callable[[Event], object]
RuleForMany = Callable[[list[Event]], object]
Since = Literal["now", "beginning"]
Asked = Callable[[], Collection[str]]
ANY = "*"


@dataclass(frozen=True)
class Listener:
    """What follows from verbs of the log; its name keeps its place across releases."""

    name: str
    rules: dict[str, Rule]
    since: Since
    asked: Asked | None = None

    @property
    def verbs(self) -> Collection[str]:
        """What it hears now; a relay is asked each time, because its listeners come and go."""
        return self.asked() if self.asked else self.rules.keys()

    @property
    def at_once(self) -> RuleForMany | None:
        """What answers many of its events for the price of a few, if anything does."""
        return _at_once.get(self.name)

    def hears(self, verb: str) -> bool:
        return verb in self.rules or ANY in self.rules

    def answer(self, event: Event) -> None:
        with answering(event):
            (self.rules.get(event.verb) or self.rules[ANY])(event)


_within: dict[str, list[Rule]] = defaultdict(list)
_at_once: dict[str, RuleForMany] = {}
_after: dict[str, Listener] = {}
_cause: ContextVar[Event | None] = ContextVar("cause", default=None)


def within(verb: str, rule: Rule) -> None:
    """Run the rule in the transaction of every event of this verb."""
    _within[verb].append(rule)


def after(verb: str, rule: Rule, *, name: str, since: Since) -> None:
    """Run the rule from the log.

    `name` identifies the cursor and must stay the same; several verbs may share one, and are
    then answered in the order they happened.
    """
    listener = _after.setdefault(name, Listener(name, {}, since))
    if verb in listener.rules:
        raise ValueError(f"{name} already listens to {verb}.")
    listener.rules[verb] = rule


def at_once(rule: RuleForMany, *, name: str) -> None:
    """Let this rule answer many events of a listener, as its own rules would one by one."""
    _at_once[name] = rule


def relay(rule: Rule, *, verbs: Asked, name: str) -> None:
    """Run the rule from the log for whichever verbs `verbs` names at the time."""
    if name in _after:
        raise ValueError(f"There is a listener called {name} already.")
    _after[name] = Listener(name, {ANY: rule}, "now", verbs)


def followers() -> list[Listener]:
    """Every listener that reads the log."""
    return list(_after.values())


def named(name: str) -> Listener | None:
    """The listener of this name, if the product still has it."""
    return _after.get(name)


def has_within(verb: str) -> bool:
    """Does anything share the transaction of this verb's events?"""
    return bool(_within.get(verb))


def run_within(event: Event) -> None:
    """Let the rules that share the event's transaction act on it."""
    with answering(event):
        for rule in _within[event.verb]:
            rule(event)


def cause() -> Event | None:
    """The event being answered, so that what is recorded meanwhile can name it."""
    return _cause.get()


@contextmanager
def answering(event: Event) -> Iterator[None]:
    """What is recorded inside was caused by this event."""
    token = _cause.set(event)
    try:
        yield
    finally:
        _cause.reset(token)
