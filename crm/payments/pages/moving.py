"""Dialogs that move a repair's money. Each form carries a key: sent twice, it moves once."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.accounts.may import may, person
from crm.bookings.finding import seen
from crm.bookings.models import Booking
from crm.payments import money, reading, rules
from crm.payments.config import payments_config
from crm.payments.forms import Mistake, Moving, Reasoned, Refunding, Taking
from crm.payments.models import Invoice, LedgerTransaction
from crm.payments.pages.answering import Words, dialog, message
from crm.ui import answers
from crm.ui.templatetags._values import day


@may("payments.take")
@require_http_methods(["GET", "POST"])
def payment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is still to pay, or part of it."""
    return _taken(request, pk, rules.pay, _("Take a payment"), _("Take it"))


@may("payments.take")
@require_http_methods(["GET", "POST"])
def deposit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Money on account, before there is an invoice."""
    return _taken(request, pk, rules.take_deposit, _("Take a deposit"), _("Take it"))


@may("payments.take")
@require_POST
def invoice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Issue the invoice at the repair's price."""
    by = person(request)
    booking = seen(pk, by)
    return answers.told(
        lambda: rules.invoice(booking, by=by), _("Invoiced."), booking=message(booking)
    )


@may("payments.refund")
@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give back a payment, or part of one."""
    by = person(request)
    booking = seen(pk, by)
    rows = {str(row.pk): row for row in _refundable(booking, request)}
    form = Refunding(request.POST or None, payments=[_choice(row) for row in rows.values()])

    def given_back() -> LedgerTransaction:
        said = form.cleaned_data
        row = rows[said["payment"]]
        return rules.give_payment_back(
            row,
            said["amount"],
            method=said["method"] or row.method,
            reason=said["reason"],
            by=by,
            key=said["key"],
        )

    if answers.carried_out(form, given_back):
        return answers.done(_("Given back."), booking=message(booking))
    empty = "" if rows else _("Nothing was paid that could be given back.")
    words = Words(_("Give money back"), _("Give it back"), empty, "danger", is_empty=not rows)
    return dialog(request, form, booking, words)


@may("payments.write_off")
@require_http_methods(["GET", "POST"])
def write_off(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give up what is owed, or part of it."""
    by = person(request)
    booking = seen(pk, by)
    owed = reading.standing(booking).balance.receivable
    form = Reasoned(request.POST or None, initial={"amount": owed or None})
    note = _("%(amount)s is owed. The invoice stands; nobody waits for the money any more.")
    note = note % {"amount": money.written(owed)}
    words = Words(_("Write off a debt"), _("Write it off"), note, "danger")
    if answers.carried_out(form, lambda: _reasoned(form, rules.write_off, booking, by)):
        return answers.done(_("Written off."), booking=message(booking))
    return dialog(request, form, booking, words)


@may("payments.refund")
@require_http_methods(["GET", "POST"])
def credit_note(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back the repair's invoice, or part of it."""
    by = person(request)
    booking = seen(pk, by)
    papers = reading.invoices(by).filter(booking=booking, kind=Invoice.Kind.INVOICE)
    original = papers.order_by("-issued_at", "-pk").first()
    left = original.gross - reading.credited_of(original) if original else money.NOTHING
    form = Reasoned(request.POST or None, initial={"amount": left or None})
    note = _("What was paid of it is then held for the customer, to give back or use.")
    words = Words(_("Credit the invoice"), _("Issue a credit note"), note, "danger")

    def credited() -> Invoice:
        said = form.cleaned_data
        number = original or get_object_or_404(papers)
        origin = rules.Origin(key=said["key"])
        return rules.credit_note(
            number, amount=said["amount"], reason=said["reason"], by=by, origin=origin
        )

    if answers.carried_out(form, credited):
        return answers.done(_("Credited."), booking=message(booking))
    return dialog(request, form, booking, words)


@may("payments.refund")
@require_http_methods(["GET", "POST"])
def reversal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A mistake at the till is taken back."""
    by = person(request)
    row = reading.movement(pk, by)
    form = Mistake(request.POST or None)
    if answers.carried_out(form, lambda: rules.reverse(row, reason=_why(form), by=by)):
        return answers.done(_("Taken back."), booking=message(row.booking or row))
    note = _("%(what)s: as if it had not been. Money that was really handed over is given back.")
    words = Words(_("Take back a mistake"), _("Take it back"), note % {"what": row}, "danger")
    return dialog(request, form, row.booking or row.customer, words)


def _taken(
    request: HttpRequest, pk: UUID, take: Callable[..., Any], title: str, button: str
) -> HttpResponse:
    by = person(request)
    booking = seen(pk, by)
    standing = reading.standing(booking)
    suggested = standing.to_pay
    if take is rules.take_deposit:
        suggested = (suggested * payments_config().deposit_percent / 100).quantize(money.PENNY)
    form = Taking(request.POST or None, booking=booking, suggested=suggested)

    def taken() -> LedgerTransaction:
        said = form.cleaned_data
        made: LedgerTransaction = take(
            booking,
            said["amount"],
            method=said["method"],
            note=said["note"],
            by=by,
            origin=rules.Origin(key=said["key"]),
        )
        return made

    if answers.carried_out(form, taken):
        return answers.done(_("Taken."), booking=message(booking))
    note = _("%(amount)s is still to pay.") % {"amount": money.written(standing.to_pay)}
    return dialog(request, form, booking, Words(title, button, note))


def _reasoned(form: Moving, rule: Callable[..., Any], booking: Booking, by: Any) -> Any:
    said = form.cleaned_data
    origin = rules.Origin(key=said["key"])
    return rule(booking, said["amount"], reason=said["reason"], by=by, origin=origin)


def _why(form: Moving) -> str:
    return str(form.cleaned_data["reason"])


def _refundable(booking: Booking, request: HttpRequest) -> list[LedgerTransaction]:
    rows = reading.movements(person(request)).filter(booking=booking, reversed_by=None)
    paid = rows.filter(kind__in=["PAYMENT", "DEPOSIT"]).order_by("-occurred_at", "-pk")
    return [row for row in paid if row.amount > reading.refunded_of(row)]


def _choice(row: LedgerTransaction) -> tuple[str, str, Any]:
    left = row.amount - reading.refunded_of(row)
    words = f"{money.written(left)} · {row.method_label} · {day(row.occurred_at)}"
    return str(row.pk), words, left
