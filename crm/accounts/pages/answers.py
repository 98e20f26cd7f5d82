"""How these pages carry out a rule and say how it went."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from crm.lib.refusal import Refusal
from crm.ui.answers import carried_out, status

__all__ = ["carried_out", "status", "succeeds", "told"]


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
