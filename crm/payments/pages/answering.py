"""How every dialog about money looks, and what it tells the page."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crm.payments.forms import Moving
from crm.ui import answers


def message(about: Model) -> dict[str, Any]:
    """As the live connection would tell it."""
    return {"payload": {"about_type": "booking", "about_id": str(about.pk)}}


@dataclass(frozen=True)
class Words:
    """What a dialog says. `tone` is that of its button; an empty one has nothing to send."""

    title: str
    button: str
    note: str = ""
    tone: str = "primary"
    is_empty: bool = False


def dialog(request: HttpRequest, form: Moving, about: Any, words: Words) -> HttpResponse:
    page = {"form": form, "about": about, "words": words}
    return render(request, "payments/dialog.html", page, status=answers.status(form))
