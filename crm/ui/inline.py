"""Facts that are changed where they stand: shown as a button, then as a field, then saved."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from crm.lib.refusal import Refusal, Stale
from crm.ui import answers


@dataclass(frozen=True)
class Fact:
    """One editable fact: its words, its field, and the column it lives in (or is).

    `replaces` names what else in that column no longer holds once this is typed.
    """

    name: str
    label: str | Promise
    field: forms.Field
    column: str = ""
    replaces: tuple[str, ...] = ()
    reads: Callable[[Any], str] = str

    def value(self, row: Any) -> Any:
        if self.column:
            return getattr(row, self.column).get(self.name, "")
        return getattr(row, self.name)

    def shown(self, row: Any) -> str:
        """As a person reads it: a choice by its label, no value as nothing."""
        value = self.value(row)
        if isinstance(self.field, forms.ChoiceField):
            return str(dict(self.field.choices).get(value, value))  # type: ignore[arg-type]
        return self.reads(value) if value not in (None, "", 0) else ""

    def changes(self, row: Any, value: Any) -> dict[str, Any]:
        """What the rule that edits the row is told."""
        if not self.column:
            return {self.name: value}
        kept = {**getattr(row, self.column), self.name: value}
        gone = {key for key in kept if kept[key] in (None, "") or key in self.replaces}
        return {self.column: {key: kept[key] for key in kept if key not in gone}}

    def form(self, data: Any, row: Any) -> forms.Form:
        """A form with this one field, filled in with what is stored."""
        form = forms.Form(data, initial={self.name: self.value(row)}, auto_id="fact-%s")
        form.fields[self.name] = deepcopy(self.field)  # a bound form may write into its field
        form.fields[self.name].label = str(self.label)
        return form


def by_name(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.name: fact for fact in facts}


def one_of(facts: Mapping[str, Fact], name: str) -> Fact:
    """The fact of this name; there is no page for another."""
    if name not in facts:
        raise Http404
    return facts[name]


def text(longest: int, **attrs: Any) -> forms.CharField:
    """A line that may be left empty."""
    return forms.CharField(max_length=longest, required=False, widget=forms.TextInput(attrs=attrs))


def prose(longest: int) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(max_length=longest, required=False, widget=widget)


def show(request: HttpRequest, row: Any, fact: Fact) -> HttpResponse:
    """The fact as it stands, ready to be changed."""
    page = {"fact": fact, "value": fact.shown(row), "base": _base(request), "may_edit": True}
    return render(request, "ui/inline/fact.html", page)


def ask(request: HttpRequest, row: Any, fact: Fact) -> HttpResponse:
    """The fact as a field."""
    return _form(request, row, fact, fact.form(None, row))


def change(
    request: HttpRequest,
    row: Any,
    fact: Fact,
    save: Callable[[dict[str, Any], int | None], Any],
    **events: Any,
) -> HttpResponse:
    """Save it; when somebody else was quicker, what was typed stays and theirs is shown.

    `save` gets the changes and the version the form was filled in from, and gives the row.
    """
    form = fact.form(request.POST, row)
    if not form.is_valid():
        return _form(request, row, fact, form)
    try:
        row = save(fact.changes(row, form.cleaned_data[fact.name]), _version(request))
    except Stale:
        now = fact.shown(row) or _("nothing")
        sentence = _("Somebody else changed this. It says “%(now)s” now; save again to keep yours.")
        return _form(request, row, fact, form, refused=sentence % {"now": now}, status=412)
    except Refusal as refusal:
        return _form(request, row, fact, form, refused=refusal.message, status=422)
    response = show(request, row, fact)
    response["HX-Trigger"] = answers.told_to_page(**events)
    return response


def _form(
    request: HttpRequest,
    row: Any,
    fact: Fact,
    form: forms.Form,
    *,
    refused: str = "",
    status: int = 200,
) -> HttpResponse:
    page = {
        "bound": form[fact.name],
        "base": _base(request),
        "version": row.version,
        "refused": refused,
    }
    status = answers.status(form) if form.errors else status
    return render(request, "ui/inline/form.html", page, status=status)


def _base(request: HttpRequest) -> str:
    """The fact's own address: that of its form and of its saving without their last word."""
    return request.path.removesuffix("/form").removesuffix("/change")


def _version(request: HttpRequest) -> int | None:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None  # noqa: PLR2004 - fits an int
