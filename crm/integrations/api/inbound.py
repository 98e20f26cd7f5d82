"""The webhooks' door: JSON in, JSON out, never a redirect, whatever is sent."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.urls import path, re_path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from crm.accounts.may import public
from crm.integrations import revivatech, rules
from crm.integrations.models import Delivery
from crm.integrations.senders import sender_of
from crm.lib import clock
from crm.lib.problem import problem, refused
from crm.lib.refusal import Refusal

Outcome = Delivery.Outcome
WORDS = {
    Outcome.PROCESSED: _("Thank you, we have it."),
    Outcome.WAITING: _("Thank you. It waits until we know this person."),
    Outcome.DUPLICATE: _("We had this already; nothing was changed."),
    Outcome.FAILED: _("It is kept safe and will be read again."),
}


def only(method: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Another method is a problem with an Allow header; every refusal is a problem too."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answering(request: HttpRequest, **more: Any) -> HttpResponse:
            if request.method != method:
                answer = problem(405)
                answer["Allow"] = method
                return answer
            try:
                return view(request, **more)
            except Refusal as refusal:
                return refused(refusal)

        return answering

    return decorate


@public
@csrf_exempt
@only("GET")
def health(request: HttpRequest) -> HttpResponse:
    """Is the address right, and the key?"""
    sender_of(request, revivatech.SOURCE)
    return JsonResponse({"success": True, "status": "ok", "timestamp": _now()})


@public
@csrf_exempt
@only("POST")
def deliver(request: HttpRequest, endpoint: str) -> HttpResponse:
    """Keep what was sent, read it, and say how that went, well within the sender's timeout."""
    sender = sender_of(request, revivatech.SOURCE)
    try:
        body = request.body
    except RequestDataTooBig:
        return problem(413)
    except UnreadablePostError:
        return problem(400, str(_("The body ended too early.")))
    delivery = rules.keep(
        sender.source, endpoint, headers=dict(request.headers), body=body, branch=sender.branch
    )
    delivery = rules.process(delivery)
    return _answer(delivery)


@public
@csrf_exempt
def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """Any other address under /webhooks: JSON as well, for a sender that reads nothing else."""
    return problem(404, str(_("There is no webhook at this address.")))


def _answer(delivery: Delivery) -> HttpResponse:
    """A 2xx even when reading failed on our side: it is kept, and sending it again helps nobody."""
    outcome = Outcome(delivery.outcome)
    return JsonResponse(
        {
            "success": True,
            "data": {"id": str(delivery.pk), "status": str(outcome.value)},
            "message": str(WORDS.get(outcome, "")),
            "timestamp": _now(),
        },
        status=202 if outcome == Outcome.FAILED else 200,
    )


def _now() -> str:
    return clock.now().isoformat()


# With or without a slash at the end: a redirect would lose the body.
urls = [
    re_path(r"^health/?$", health, name="webhooks-health"),
    re_path(rf"^(?P<endpoint>{'|'.join(revivatech.ENDPOINTS)})/?$", deliver, name="webhooks"),
    path("<path:rest>", nowhere),
]
