"""The list of customers as a file, in chunks: only those somebody may see."""

from collections.abc import Iterator
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _

from crm.accounts.models import Staff
from crm.customers.models import Customer, CustomerQuerySet
from crm.customers.names import folded
from crm.lib import spreadsheet, workbook
from crm.lib.paging import capped_count
from crm.transfer.fields import ADDRESS
from crm.transfer.rules.exporting import note_export

CHUNK = 1_000
FORMS = {"csv": spreadsheet.download, "xlsx": workbook.download}
_SENSITIVE = "customer_notes"
# `crm_id` and not `id`: brought in again elsewhere, it must not pass for that system's number.
_COLUMNS = (
    "crm_id",
    "external_source",
    "external_id",
    "first_name",
    "last_name",
    "company",
    "job_title",
    "email",
    "phone",
    *ADDRESS,
    "birthday",
    "acquisition_date",
    "language",
    "tags",
    _SENSITIVE,
    "preferred_contact",
    "contact_frequency",
    "source_type",
)


def export(*, to: Staff, form: str, q: str = "") -> StreamingHttpResponse:
    """Every customer `to` may see, or those whose name holds `q`; the export is recorded."""
    customers = Customer.objects.visible_to(to)
    if name := folded(q):
        customers = customers.filter(search_name__contains=name)
    note_export(by=to, number=capped_count(customers), form=form, q=q)
    columns = [
        name for name in _COLUMNS if name != _SENSITIVE or to.can("customers.view_sensitive")
    ]
    rows = ([_cell(customer, name) for name in columns] for customer in _in_chunks(customers))
    return FORMS[form](_("customers"), columns, rows)


def _in_chunks(customers: CustomerQuerySet) -> Iterator[Customer]:
    customers = customers.order_by("pk")
    chunk = list(customers[:CHUNK])
    while chunk:
        yield from chunk
        chunk = list(customers.filter(pk__gt=chunk[-1].pk)[:CHUNK])


def _cell(customer: Customer, name: str) -> Any:
    if name in ADDRESS:
        return customer.address.get(name) or ""
    if name == "tags":
        return ", ".join(map(str, customer.tags))
    value = customer.pk if name == "crm_id" else getattr(customer, name)
    return "" if value is None else str(value)
