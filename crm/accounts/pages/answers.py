"""How these pages carry out a rule and say how it went."""

from collections.abc import Callable
from typing import TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from crm.lib.refusal import Refusal

T = TypeVar("T")


def carried_out(form: Form, rule: Callable[[], T]) -> T | None:
    """What the rule made of a valid form; its refusal stands beside the field it names."""
    if not form.is_valid():
        return None
    try:
        return rule()
    except Refusal as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        return None


def succeeds(form: Form, rule: Callable[[], object]) -> bool:
    """Was the form valid, and did the rule agree?"""
    return carried_out(form, lambda: (rule(),)) is not None


def told(request: HttpRequest, rule: Callable[[], object], done: str) -> bool:
    """Carry out what a button asks for and leave a word for the next page."""
    try:
        rule()
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return False
    messages.success(request, done)
    return True


def status(form: Form) -> int:
    """422 for a form with mistakes, so that scripts and tests see what people see."""
    return 422 if form.errors else 200
