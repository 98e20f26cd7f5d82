"""On the page of imports: customers straight from the platform's database."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from crm.accounts.may import may, person
from crm.integrations import rules
from crm.integrations.config import integrations
from crm.integrations.revivatech import database
from crm.lib.refusal import Refusal


@may("customers.import")
@require_http_methods(["GET", "HEAD", "POST"])
def customers(request: HttpRequest) -> HttpResponse:
    """What is there to bring in; a POST begins, and goes on as with a file."""
    if request.method != "POST":
        return render(request, "integrations/customers.html", _looked_at())
    by, table = person(request), request.POST.get("table", "")
    try:
        upload = rules.bring_customers(by=by, branch=by.home_branch, table=table)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("imports")
    return redirect("import", pk=upload.pk)


def _looked_at() -> dict[str, Any]:
    page: dict[str, Any] = {
        "is_configured": database.is_configured(),
        "variable": integrations().revivatech.database.url_variable,
    }
    if not page["is_configured"]:
        return page
    try:
        with database.connected(longest=database.LOOKING) as connection:
            page["tables"] = database.users(connection)
    except Refusal as refusal:
        page["wrong"] = refusal.message
    return page
