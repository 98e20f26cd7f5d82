"""Where one customer stands: their moves with the evidence, moving them, and being in touch."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.accounts.may import may, person
from crm.lib.refusal import Refusal, Stale
from crm.lifecycle import rules
from crm.lifecycle.editable import facts
from crm.lifecycle.forms import Move
from crm.lifecycle.history import moves
from crm.lifecycle.models import Lifecycle
from crm.ui import answers, inline


@may("customers.view_own")
@require_safe
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every move, with why, by whom and what was known then."""
    staff, row = person(request), life_of(request, pk)
    page = {"life": row, "moves": moves(row), "may_move": staff.can("lifecycle.edit")}
    return render(request, "lifecycle/history.html", page)


@may("lifecycle.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Into another stage, after asking why."""
    by, row = person(request), life_of(request, pk)
    form = Move(request.POST or None, row=row, to=request.GET.get("to", ""))
    if form.is_valid():
        try:
            rules.move(
                row.customer, form.stage, reason=form.reason_given, by=by, version=form.version
            )
        except Stale:
            form = form.again(row)
        except Refusal as refusal:
            answers.add_refusal(form, refusal)
        else:
            words = {"name": row.customer.name, "stage": form.stage.label}
            return answers.done(_("%(name)s is now in %(stage)s.") % words, lifecycle=told(row))
    page = {"form": form, "life": row}
    return render(request, "lifecycle/move.html", page, status=answers.status(form))


@may("customers.edit_profile")
@require_POST
def touch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """They have been called or written to: what was due is done."""
    row = life_of(request, pk)
    word = _("Done. %(name)s is due again later.") % {"name": row.customer.name}
    by = person(request)
    return answers.told(lambda: rules.touch(row.customer, by=by), word, lifecycle=told(row))


@may("customers.edit_profile")
@require_safe
def fact(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    row = life_of(request, pk)
    return inline.show(request, row, inline.one_of(facts(row, to=person(request)), name))


@may("customers.edit_profile")
@require_safe
def fact_form(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    row = life_of(request, pk)
    return inline.ask(request, row, inline.one_of(facts(row, to=person(request)), name))


@may("customers.edit_profile")
@require_POST
def fact_change(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    row, by = life_of(request, pk), person(request)

    def save(changes: dict[str, Any], version: int | None) -> Lifecycle:
        return rules.edit(row.customer, changes, by=by, version=version)

    fact = inline.one_of(facts(row, to=by), name)
    return inline.change(request, row, fact, save, lifecycle=told(row))


def life_of(request: HttpRequest, pk: UUID) -> Lifecycle:
    """The customer's life here, if this person may see them; a 404 tells no one they exist."""
    rows = Lifecycle.objects.visible_to(person(request))
    return get_object_or_404(rows.select_related("customer", "assigned_to"), customer_id=pk)


def told(row: Lifecycle) -> dict[str, Any]:
    """What the page hears, as if it had come over the live socket."""
    return {
        "payload": {
            "about_type": "lifecycle",
            "about_id": str(row.pk),
            "customer_id": str(row.customer_id),
        }
    }
