"""What people do with a device: register, correct, hand on, remove, bring back.

A question of the rule (a doubtful serial number, a device that is somebody else's) stands in
the form with its answers as buttons; everything that was typed stays.
"""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.accounts.may import may, person
from crm.customers import rules
from crm.customers.device_forms import DeviceForm, as_typed
from crm.customers.models import Customer, Device
from crm.customers.pages.devices import device_of
from crm.customers.search import search
from crm.lib.problem import refused
from crm.lib.refusal import Refusal
from crm.lib.typed import typed
from crm.ui import answers

FOUND = 8
T = TypeVar("T")


@may("devices.edit")
@require_http_methods(["GET", "POST"])
def registering(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A dialog on the customer's page; then the device's passport."""
    staff = person(request)
    customer = get_object_or_404(Customer.objects.visible_to(staff), pk=pk)
    form = DeviceForm(request.POST or None)

    def register() -> tuple[Device, bool]:
        return rules.register_device(
            customer,
            form.card(),
            by=staff,
            keep_serial=form.cleaned_data["keep_serial"],
            if_known=form.wanted_if_known,
        )

    registered = _asked(form, register) if form.is_bound else None
    if registered:
        device, is_new = registered
        word = _("%(name)s is registered.") if is_new else _("%(name)s is %(owner)s’s now.")
        return _to_passport(request, device, word % {"name": device.name, "owner": customer.name})
    title = _("Register a device of %(name)s") % {"name": customer.name}
    return _dialog(request, form, title, _("Register"))


@may("devices.edit")
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same dialog on the passport, filled in."""
    device = device_of(request, pk)
    form = DeviceForm(request.POST or None, initial=as_typed(device))

    def edit() -> Device:
        return rules.edit_device(
            device,
            form.values(),
            by=person(request),
            version=form.cleaned_data["version"],
            keep_serial=form.cleaned_data["keep_serial"],
        )

    changed = _asked(form, edit) if form.is_bound else None
    if changed:
        return _to_passport(request, changed, _("Saved."))
    return _dialog(request, form, _("Correct %(name)s") % {"name": device.name}, _("Save"))


@may("devices.edit")
@require_http_methods(["GET", "POST"])
def transfer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET asks who has it now (`q` finds them); POST hands it to the chosen one."""
    staff, device = person(request), device_of(request, pk)
    if request.method == "POST":
        to = _customer(request, request.POST.get("other"))
        try:
            rules.transfer_device(device, to=to, by=staff)
        except Refusal as refusal:
            return refused(refusal)
        return _to_passport(request, device, _("It is %(name)s’s now.") % {"name": to.name})
    if "q" not in request.GET:
        return render(request, "customers/device_transfer.html", {"device": device})
    text = typed(request.GET, "q")
    found = [one for one in search(text, to=staff, enough=FOUND) if one.pk != device.customer_id]
    return render(request, "customers/found.html", {"found": found, "typed": text})


@may("devices.remove")
@require_http_methods(["GET", "POST"])
def removal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hide the device, after asking once."""
    device = device_of(request, pk)
    if request.method == "GET":
        return render(request, "customers/device_removal.html", {"device": device})
    try:
        rules.remove_device(device, by=person(request))
    except Refusal as refusal:
        return refused(refusal)
    messages.success(request, _("%(name)s is removed.") % {"name": device.name})
    return _to(request, f"{reverse('customer', args=[device.customer_id])}?tab=devices")


@may("devices.remove")
@require_POST
def restoration(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a removed device back."""
    removed = Device.objects.hidden_from_lists(person(request))
    device = get_object_or_404(removed.select_related("model__brand"), pk=pk)
    try:
        device = rules.restore_device(device, by=person(request))
    except Refusal as refusal:
        return refused(refusal)
    return _to_passport(request, device, _("%(name)s is back.") % {"name": device.name})


def _asked(form: DeviceForm, rule: Callable[[], T]) -> T | None:
    """Carry it out; a question is kept apart from mistakes, since it can be answered."""

    def ask() -> T | None:
        try:
            return rule()
        except (rules.DeviceKnown, rules.DoubtfulSerial) as question:
            form.question = question
            return None

    return answers.carried_out(form, ask)


def _dialog(request: HttpRequest, form: DeviceForm, title: str, action: str) -> HttpResponse:
    shown: dict[str, Any] = {"form": form, "title": title, "action": action}
    shown |= {"models": form.suggested, "chosen": form.chosen}
    status = 409 if form.question else answers.status(form)
    return render(request, "customers/device_form.html", shown, status=status)


def _customer(request: HttpRequest, key: str | None) -> Customer:
    try:
        wanted = UUID(key or "")
    except ValueError:
        raise Http404 from None
    return get_object_or_404(Customer.objects.visible_to(person(request)), pk=wanted)


def _to_passport(request: HttpRequest, device: Device, word: str) -> HttpResponse:
    messages.success(request, word)
    return _to(request, reverse("device", args=[device.pk]))


def _to(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(headers={"HX-Redirect": address})
    return redirect(address)
