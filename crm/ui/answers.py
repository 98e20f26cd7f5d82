"""How a page that htmx asked answers: done with a word, or refused with a sentence."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.forms import Form
from django.http import HttpResponse

from crm.lib.problem import refused
from crm.lib.refusal import Refusal

T = TypeVar("T")


def carried_out(form: Form, rule: Callable[[], T]) -> T | None:
    """What the rule made of a valid form; its refusal stands beside the field it names."""
    if not form.is_valid():
        return None
    try:
        return rule()
    except Refusal as refusal:
        add_refusal(form, refusal)
        return None


def add_refusal(form: Form, refusal: Refusal) -> None:
    """`contact_info.email` is the form's `email`; what the form does not show stands on top."""
    name = (refusal.field or "").rsplit(".", 1)[-1]
    shown = {bound.name for bound in form.visible_fields()}
    form.add_error(name if name in shown else None, refusal.message)


def focus_on_first_mistake(form: Form) -> None:
    """The first field with a mistake is where the person goes on typing."""
    for name, field in form.fields.items():
        if name in form.errors:
            field.widget.attrs["autofocus"] = True
            return


def told(rule: Callable[[], object], word: str, *, undo: str = "", **events: Any) -> HttpResponse:
    """Do what a button asks for: a toast either way, and `events` told to the page.

    `undo` is the address that takes it back when the toast's button is pressed.
    """
    try:
        rule()
    except Refusal as refusal:
        return refused(refusal)
    return done(word, undo=undo, **events)


def done(word: str, *, undo: str = "", **events: Any) -> HttpResponse:
    """Nothing to swap: a toast, the dialog closed, and the page told what changed.

    An event `lead={...}` reaches the page as `crm:lead`, exactly as if it had come over the
    live connection, so a page without one is as up to date.
    """
    toast = {"text": word, "tone": "success"} | ({"undo": undo} if undo else {})
    tell = {"toast": toast} | _named(events) | {"close-dialog": {}}
    return HttpResponse(status=204, headers={"HX-Trigger": json.dumps(tell)})


def told_to_page(**events: Any) -> str:
    """The `HX-Trigger` of an answer that brings its own fragment."""
    return json.dumps(_named(events))


def _named(events: dict[str, Any]) -> dict[str, Any]:
    return {f"crm:{name}": detail for name, detail in events.items()}


def status(form: Form) -> int:
    """422 for a form with mistakes, so that scripts and tests see what people see."""
    return 422 if form.errors else 200
