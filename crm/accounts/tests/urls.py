"""A small API with the real doorkeepers, for tests of the doorkeepers themselves."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from ninja import NinjaAPI

from crm.accounts import rules
from crm.accounts.api import router
from crm.accounts.auth import session_or_key
from crm.accounts.idempotency import idempotent
from crm.accounts.limits import limit
from crm.accounts.may import may, public
from crm.lib import problem
from crm.lib.schema import In, StrictParser

api = NinjaAPI(auth=session_or_key, parser=StrictParser(), urls_namespace="tests")
problem.install(api)
api.add_router("", router)


class ViewIn(In):
    name: str


@api.post("/views", response={201: dict})
@may("leads.view")
@idempotent
def save(request: HttpRequest, body: ViewIn, response: HttpResponse):
    """Something that leaves a row behind."""
    response["ETag"] = '"1"'
    view = rules.save_view(page="leads", name=body.name, query={}, by=request.auth)
    return {"id": str(view.pk)}


@api.get("/secrets")
@may("staff.manage")
def secrets(request: HttpRequest):
    return {"secret": 42}


@api.post("/knock", auth=None)
@public
def knock(request: HttpRequest):
    limit(request, "knock", rate="2/m")
    return {"who": "there"}


urlpatterns = [path("api/crm/", api.urls), path("", include("crm.urls"))]
