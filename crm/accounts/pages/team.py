"""Settings, Staff: who works here, where, as what; letting people in and keeping them out."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.accounts import rules
from crm.accounts.config import permissions
from crm.accounts.may import may, person
from crm.accounts.models import Invitation, Staff
from crm.accounts.pages import answers
from crm.accounts.pages.team_forms import Invite, Place


@may("staff.manage")
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, and the links that wait to be used."""
    by = person(request)
    seen = Staff.objects.visible_to(by).prefetch_related("branches").order_by("-is_active", "name")
    waiting = Invitation.objects.active().visible_to(by)
    page = {"people": seen, "waiting": waiting, "roles": permissions().roles}
    return render(request, "accounts/team.html", page)


@may("staff.manage")
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is shown once, to be sent however the owner likes."""
    by = person(request)
    form = Invite(request.POST or None, by=by)
    if form.is_bound:
        made = answers.carried_out(form, lambda: rules.invite(**form.cleaned_data, by=by))
        if made:
            page = {"link": made[1], "name": made[0].name, "until": made[0].expires_at}
            return render(request, "accounts/link.html", page, status=201)
    return render(request, "accounts/invite.html", {"form": form}, status=answers.status(form))


@may("staff.manage")
@require_POST
def revoke_invitation(request: HttpRequest, pk: UUID) -> HttpResponse:
    by = person(request)
    waiting = get_object_or_404(Invitation.objects.visible_to(by), pk=pk)
    answers.told(
        request,
        lambda: rules.revoke_invitation(waiting, by=by),
        _("The link no longer works."),
    )
    return redirect("staff")


@may("staff.manage")
@require_http_methods(["GET", "POST"])
def colleague(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One colleague: their role and branches, and what to do when something went wrong."""
    by = person(request)
    somebody = _somebody(by, pk)
    form = Place(request.POST or None, person=somebody, by=by)
    if form.is_bound and answers.succeeds(
        form, lambda: rules.place(somebody, **form.cleaned_data, by=by)
    ):
        messages.success(request, _("Saved."))
        return redirect("staff")
    page = {"person": somebody, "form": form, "is_self": somebody == by}
    return render(request, "accounts/person.html", page, status=answers.status(form))


@may("staff.manage")
@require_POST
def disable(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _button(request, pk, rules.disable, _("Disabled. Their sessions have ended."))


@may("staff.manage")
@require_POST
def enable(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _button(request, pk, rules.enable, _("They can sign in again."))


@may("staff.manage")
@require_POST
def reset(request: HttpRequest, pk: UUID) -> HttpResponse:
    return _button(
        request, pk, rules.reset_second_factors, _("Their codes and passkeys are removed.")
    )


@may("staff.manage")
@require_POST
def recovery(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A link with which somebody who forgot their password sets a new one; shown once."""
    by = person(request)
    somebody = _somebody(by, pk)
    links: list[str] = []
    done = answers.told(
        request,
        lambda: links.append(rules.recovery_link(somebody, by=by)),
        _("The link works for one hour."),
    )
    if not done:
        return redirect("person", pk=pk)
    page = {"link": links[0], "name": somebody.name}
    return render(request, "accounts/link.html", page, status=201)


def _somebody(by: Staff, pk: UUID) -> Staff:
    return get_object_or_404(Staff.objects.visible_to(by), pk=pk)


def _button(request: HttpRequest, pk: UUID, rule: Callable[..., object], done: str) -> HttpResponse:
    by = person(request)
    somebody = _somebody(by, pk)
    answers.told(request, lambda: rule(somebody, by=by), done)
    return redirect("person", pk=pk)
