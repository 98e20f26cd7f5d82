"""Correcting what is known of a device, hiding it, bringing it back."""

from typing import Any

from django.db import transaction

from crm import activity
from crm.accounts.models import Staff
from crm.customers.identifiers import normal_serial, read_imei
from crm.customers.models import Device
from crm.customers.rules.devices.card import EDITABLE, write
from crm.customers.rules.devices.owning import locked, save
from crm.customers.rules.devices.recognising import ask_whose, one_at_a_time, the_same
from crm.lib import clock, versions
from crm.lib.refusal import Refusal


@transaction.atomic
def edit_device(
    device: Device,
    changes: dict[str, Any],
    *,
    by: Staff,
    version: int | None = None,
    keep_serial: bool = False,
) -> Device:
    """Change what is known of the device; its identifiers are checked as when it came."""
    for name in changes:
        if name not in EDITABLE:
            raise Refusal("This cannot be edited.", field=name, status=422)
    one_at_a_time(
        read_imei(changes.get("imei") or ""), normal_serial(changes.get("serial_number") or "")
    )
    device = locked(device, version=version)
    before = {name: getattr(device, name) for name in ("imei", "serial_number")}
    changed = write(device, changes, keep_serial=keep_serial)
    if not changed:
        return device
    if {"imei", "serial_number"} & changed:
        _must_be_its_own(device, changed, by)
    save(device, *changed)
    activity.record(
        "device.edited",
        about=device,
        by=by,
        name=device.name,
        fields=sorted(changed - {"serial_typed"}),
        before={name: value for name, value in before.items() if name in changed},
    )
    return device


@transaction.atomic
def remove_device(device: Device, *, by: Staff, version: int | None = None) -> Device:
    """Hide the device everywhere. Nothing is erased: `restore_device` brings it back whole."""
    device = locked(device, version=version)
    device.deleted_at = clock.now()
    save(device, "deleted_at")
    activity.record("device.removed", about=device, by=by, name=device.name)
    return device


@transaction.atomic
def restore_device(device: Device, *, by: Staff, version: int | None = None) -> Device:
    one_at_a_time(device.imei, "")
    rows = Device.objects.select_for_update(of=("self",)).select_related("model__brand")
    device = rows.get(pk=device.pk)
    versions.must_match(device, version)
    if device.deleted_at is None:
        return device
    _must_be_its_own(device, {"imei"}, by)  # it may have been registered anew meanwhile
    device.deleted_at = None
    save(device, "deleted_at")
    activity.record("device.restored", about=device, by=by, name=device.name)
    return device


def _must_be_its_own(device: Device, fields: set[str], by: Staff) -> None:
    """Refuse an IMEI that another device has. Of a serial number one is only sure when new."""
    same = the_same(device)
    if same is not None and same[1] == "imei" and "imei" in fields:
        raise ask_whose(same[0], field="imei", to=by)
