"""Doors of the look itself: the theme's stylesheet and the page that shows every component."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from crm.ui import showcase
from crm.ui.config import theme
from crm.ui.stylesheet import css

View = Callable[..., HttpResponse]
A_YEAR = 365 * 24 * 3600


def _open_to_all(view: View) -> View:
    """Deliberately without a permission; `accounts`, which asks for them, stands above."""
    marked: Any = view
    marked.needs = None
    return view


@_open_to_all
@require_safe
def theme_css(request: HttpRequest, version: str) -> HttpResponse:
    """The colours and shapes of `theme.yaml`; another version's address gets this one too."""
    response = HttpResponse(css(theme()), content_type="text/css; charset=utf-8")
    lasting = f"public, max-age={A_YEAR}, immutable"
    response["Cache-Control"] = lasting if version == theme.version else "no-cache"
    return response


@_open_to_all
@require_safe
def design(request: HttpRequest) -> HttpResponse:
    """Every component with believable words in it: the design system, living."""
    return render(request, "ui/design.html", showcase.context())
