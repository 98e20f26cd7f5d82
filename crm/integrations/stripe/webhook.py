"""Where Stripe tells its news: `/webhooks/stripe`, open to whoever has signed."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from crm.accounts.may import public
from crm.accounts.models import Staff
from crm.integrations import stripe
from crm.lib import clock
from crm.lib.problem import problem, refused
from crm.lib.refusal import Refusal
from crm.payments import rules as payments


@public
@csrf_exempt
def hear(request: HttpRequest) -> HttpResponse:
    """A 2xx once it is written, or was before; anything else, and Stripe tells it again."""
    if request.method != "POST":
        answer = problem(405)
        answer["Allow"] = "POST"
        return answer
    company = stripe.processor()
    if company is None:
        return problem(404, str(_("Stripe is not connected.")))
    headers = {name.lower(): value for name, value in request.headers.items()}
    try:
        event = company.read_event(request.body, headers, now=clock.now())
        by = Staff.objects.integration(stripe.NAME, "Stripe")
        outcome = payments.hear(stripe.NAME, event, by=by)
    except Refusal as refusal:
        return refused(refusal)
    return JsonResponse({"received": True, "outcome": outcome})
