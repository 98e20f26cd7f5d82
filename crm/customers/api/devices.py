"""The JSON door to customers' devices."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.accounts.models import Staff
from crm.customers import rules
from crm.customers.device_wire import (
    DeviceIn,
    DeviceOut,
    DevicePage,
    DevicePatch,
    DevicesAsked,
    PassportOut,
    TransferIn,
)
from crm.customers.identifiers import normal_imei, normal_serial
from crm.customers.models import Customer, Device
from crm.customers.passport import owners
from crm.lib import paging
from crm.lib.refusal import Refusal
from crm.lib.versions import expected, versioned

router = Router(tags=["devices"])


@router.get("", response=DevicePage)
@may("customers.view_own")
def list_devices(request: HttpRequest, asked: Query[DevicesAsked]) -> dict[str, Any]:
    """The devices of the customers the caller may see, the latest first."""
    rows = Device.objects.visible_to(caller(request))
    narrowed = {
        "customer": asked.customer_id,
        "model": asked.model_id,
        "imei": asked.imei and normal_imei(asked.imei),
        "serial_number": asked.serial_number and normal_serial(asked.serial_number),
    }
    rows = rows.filter(**{name: value for name, value in narrowed.items() if value is not None})
    shown = _whole(rows)
    order = ("-created_at", "-id")
    found = paging.page(shown, order=order, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}


@router.post("", response={200: DeviceOut, 201: DeviceOut})
@may("devices.edit")
@idempotent
@versioned
def register_device(request: HttpRequest, response: HttpResponse, body: DeviceIn) -> Status[Device]:
    """Register a device, or find it again (200).

    A wrong IMEI is a 422 that says why. A serial number in no known form, and a device that is
    on record as somebody else's, are asked about with a 409.
    """
    staff = caller(request)
    device, is_new = rules.register_device(
        _customer(body.customer_id, staff, field="customer_id"),
        body.card(),
        by=staff,
        keep_serial=body.keep_serial_as_typed,
        if_known=body.if_known,
    )
    response["Location"] = f"{request.path}/{device.pk}"
    return Status(201 if is_new else 200, device)


@router.get("/{uuid:device_id}", response=DeviceOut)
@may("customers.view_own")
@versioned
def get_device(request: HttpRequest, device_id: UUID) -> Device:
    """One device."""
    return _device(device_id, caller(request))


@router.patch("/{uuid:device_id}", response=DeviceOut)
@may("devices.edit")
@versioned
def change_device(request: HttpRequest, device_id: UUID, body: DevicePatch) -> Device:
    """Change the fields that are sent."""
    staff = caller(request)
    return rules.edit_device(
        _device(device_id, staff),
        body.changes(),
        by=staff,
        version=expected(request),
        keep_serial=body.keep_serial_as_typed,
    )


@router.delete("/{uuid:device_id}", response={204: None})
@may("devices.remove")
@versioned
def remove_device(request: HttpRequest, device_id: UUID) -> Status[None]:
    """Hide the device everywhere. Nothing is erased; `restore` brings it back."""
    staff = caller(request)
    rules.remove_device(_device(device_id, staff), by=staff, version=expected(request))
    return Status(204, None)


@router.post("/{uuid:device_id}/restore", response=DeviceOut)
@may("devices.remove")
@versioned
def restore_device(request: HttpRequest, device_id: UUID) -> Device:
    """Bring a removed device back whole."""
    staff = caller(request)
    mine = Device.objects.of_visible_owners(staff)
    device = get_object_or_404(_whole(mine), pk=device_id)
    return rules.restore_device(device, by=staff, version=expected(request))


@router.post("/{uuid:device_id}/transfer", response=DeviceOut)
@may("devices.edit")
@idempotent
@versioned
def transfer_device(request: HttpRequest, device_id: UUID, body: TransferIn) -> Device:
    """Somebody else has it from now on; who had it before stays written down."""
    staff = caller(request)
    device = _device(device_id, staff)
    to = _customer(body.to, staff, field="to")
    return rules.transfer_device(device, to=to, by=staff, version=expected(request))


@router.get("/{uuid:device_id}/passport", response=PassportOut)
@may("customers.view_own")
def get_passport(request: HttpRequest, device_id: UUID) -> dict[str, Any]:
    """The device with everybody who had it. Its repairs are `/bookings?device_id=`."""
    staff = caller(request)
    device = _device(device_id, staff)
    known = [
        {
            "customer_id": owner.customer and owner.customer.pk,
            "name": owner.customer and owner.customer.name,
            "since": owner.since,
            "until": owner.until,
        }
        for owner in owners(device, to=staff)
    ]
    return {"device": device, "owners": known}


def _device(key: UUID, staff: Staff) -> Device:
    return get_object_or_404(_whole(Device.objects.visible_to(staff)), pk=key)


def _whole(rows: QuerySet[Device]) -> QuerySet[Device]:
    return rows.select_related("model__brand", "category")


def _customer(key: UUID, staff: Staff, *, field: str) -> Customer:
    found = Customer.objects.visible_to(staff).filter(pk=key).first()
    if found is None:
        raise Refusal("There is no such customer.", field=field, status=422)
    return found
