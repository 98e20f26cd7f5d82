"""The JSON door to customers."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.accounts.models import Staff
from crm.customers import rules
from crm.customers.addresses import normal_email, normal_phone
from crm.customers.models import Customer
from crm.customers.search import search
from crm.customers.wire import (
    CustomerIn,
    CustomerOut,
    CustomerPage,
    CustomerPatch,
    CustomersAsked,
    written,
)
from crm.lib import sql_json
from crm.lib.paging import MOST
from crm.lib.refusal import Refusal
from crm.lib.versions import expected, versioned

router = Router(tags=["customers"])


@router.get("", response=CustomerPage)
@may("customers.view_own")
def list_customers(request: HttpRequest, asked: Query[CustomersAsked]) -> HttpResponse:
    """The customers the caller may see, by family name unless sorted otherwise."""
    staff = caller(request)
    rows = Customer.objects.visible_to(staff)
    if asked.email:
        email = normal_email(asked.email)
        rows = rows.filter(contact_points__kind="EMAIL", contact_points__value=email)
    if asked.phone:
        phone = normal_phone(asked.phone)
        rows = rows.filter(contact_points__kind="PHONE", contact_points__value=phone)
    if asked.q:
        best = search(asked.q, to=staff, enough=MOST)
        rows = rows.filter(pk__in=[customer.pk for customer in best])
    rows = rows.annotate(body=written(for_staff=staff))
    return sql_json.answer(rows, order=asked.order, limit=asked.limit, cursor=asked.cursor)


@router.post("", response={200: CustomerOut, 201: CustomerOut})
@may("customers.create")
@idempotent
@versioned
def create_customer(
    request: HttpRequest, response: HttpResponse, body: CustomerIn
) -> Status[Customer]:
    """Add somebody, or find them again (200): nobody stands in the business twice.

    Whoever certainly is the same person, by email or by phone and name, is answered and from
    now on seen by the caller's branch.
    """
    staff = caller(request)
    _may_send(body, staff)
    customer, is_new = rules.find_or_make(body.profile(), by=staff, branch=staff.home_branch)
    response["Location"] = f"{request.path}/{customer.pk}"
    return Status(201 if is_new else 200, customer)


@router.get("/{uuid:customer_id}", response=CustomerOut)
@may("customers.view_own")
@versioned
def get_customer(request: HttpRequest, customer_id: UUID) -> HttpResponse:
    """One customer."""
    staff = caller(request)
    rows = Customer.objects.visible_to(staff).filter(pk=customer_id)
    found = rows.annotate(body=written(for_staff=staff)).values_list("body", "version")
    return sql_json.one(found.first())


@router.patch("/{uuid:customer_id}", response=CustomerOut)
@may("customers.edit_profile")
@versioned
def change_customer(request: HttpRequest, customer_id: UUID, body: CustomerPatch) -> Customer:
    """Change the fields that are sent."""
    staff = caller(request)
    customer = get_object_or_404(Customer.objects.visible_to(staff), pk=customer_id)
    _may_send(body, staff)
    return rules.edit(customer, body.changes(), by=staff, version=expected(request))


def _may_send(body: CustomerPatch, staff: Staff) -> None:
    if body.customer_notes is not None and not staff.can("customers.view_sensitive"):
        raise Refusal(
            "Your role does not include private details.", field="customer_notes", status=403
        )
