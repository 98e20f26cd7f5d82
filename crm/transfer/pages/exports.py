"""Customers as a file."""

from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.views.decorators.http import require_safe

from crm.accounts.may import may, person
from crm.transfer.export import FORMS, export


@may("analytics.export_data")
@require_safe
def customers(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """What the list shows with this search, whole."""
    if form not in FORMS:
        raise Http404
    text = request.GET.get("q", "").replace("\0", "").strip()[:100]
    return export(to=person(request), form=form, q=text)
