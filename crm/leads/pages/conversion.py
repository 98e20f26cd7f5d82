"""Making a customer of a lead: the dialog says who it would become before anybody decides."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.accounts.may import may, person
from crm.accounts.models import Staff
from crm.customers import matching
from crm.customers.models import Customer
from crm.leads import rules
from crm.leads.models import Lead
from crm.leads.pages.finding import changed, lead_of
from crm.lib.problem import refused
from crm.lib.refusal import Refusal


@dataclass(frozen=True)
class Choice:
    """Somebody the lead may become. An empty `value` leaves it to the rule."""

    value: str
    title: str
    detail: str


@may("leads.edit")
@require_http_methods(["GET", "POST"])
def conversion(request: HttpRequest, pk: UUID) -> HttpResponse:
    lead, by = lead_of(request, pk), person(request)
    if request.method == "GET":
        offered = choices(lead, by)
        asked = request.GET.get("into", "")
        chosen = asked if asked in {choice.value for choice in offered} else ""
        page = {"lead": lead, "choices": offered, "chosen": chosen}
        return render(request, "leads/dialogs/convert.html", page)
    into = request.POST.get("into")
    customer = get_object_or_404(Customer.objects.visible_to(by), pk=_id(into)) if into else None
    try:
        result = rules.convert(lead, by=by, into=customer)
    except Refusal as refusal:
        return refused(refusal)
    word = _("%(name)s is a customer now.") if result.is_new else _("%(name)s is a customer again.")
    return changed(lead, word % {"name": result.customer.name})


def choices(lead: Lead, by: Staff) -> list[Choice]:
    """Who the rule would choose comes first; then those a person may know better about."""
    matches = matching.find(name=lead.name, email=lead.email, phone=lead.phone)
    visible = Customer.objects.visible_to(by).in_bulk([match.customer.pk for match in matches])
    certain = next((match for match in matches if match.is_certain), None)
    found = [_of_itself(lead, certain, visible)]
    others = [match for match in matches if match is not certain and match.customer.pk in visible]
    known = {match.customer.pk for match in matches}
    if lead.looks_like_id and lead.looks_like_id not in known:
        alike = Customer.objects.visible_to(by).filter(pk=lead.looks_like_id).first()
        others += [matching.Match(alike, lead.looks_like_reasons)] if alike else []
    found += [_known(match, value=str(match.customer.pk)) for match in others]
    return found


def _of_itself(lead: Lead, certain: matching.Match | None, visible: dict[UUID, Customer]) -> Choice:
    if certain is None:
        return Choice("", _("A new customer: %(name)s") % {"name": lead.name}, "")
    if certain.customer.pk in visible:
        return _known(certain, value="")
    return Choice(
        "",
        _("Somebody known at another branch"),
        _("Their record will be shared with %(branch)s, and that is recorded.")
        % {"branch": lead.branch.name},
    )


def _known(match: matching.Match, value: str) -> Choice:
    words = {"email": _("same email"), "phone": _("same phone"), "name": _("similar name")}
    shared = ", ".join(words[reason] for reason in match.reasons)
    since = _("customer since %(year)s") % {"year": match.customer.acquisition_date.year}
    return Choice(value, match.customer.name, f"{since} · {shared}" if shared else since)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
