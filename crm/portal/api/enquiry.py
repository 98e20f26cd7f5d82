"""The public form as JSON, for the shop's own site: `POST /api/public/leads`."""

from typing import Annotated

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja.errors import HttpError
from pydantic import Field, StringConstraints, ValidationError

from crm.accounts.may import public
from crm.accounts.models import Branch
from crm.integrations.config import integrations
from crm.lib import schema
from crm.lib.problem import problem, refused
from crm.lib.refusal import Refusal
from crm.portal import guard, rules
from crm.portal.config import portal

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=255)]
Message = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000)]
Seen = Annotated[str, StringConstraints(max_length=50)]
Behaviour = Annotated[float, Field(ge=0, le=1_000_000)]


class Consent(schema.In):
    """True for our own wording, or the words that stood beside the site's box."""

    email: bool | Annotated[str, StringConstraints(max_length=500)] = False
    sms: bool | Annotated[str, StringConstraints(max_length=500)] = False


class EnquiryIn(schema.In):
    """The fields of the platform's contact form, and what a better one may add."""

    name: Words
    email: Words | None = ""
    phone: Words | None = ""
    device: Words | None = ""
    issue: Words | None = ""
    urgency: Words | None = ""
    message: Message | None = ""
    branch: Words | None = ""
    consent: Consent = Consent()
    behaviour: dict[Seen, Behaviour] = Field(default_factory=dict, max_length=20)
    page: Annotated[str, StringConstraints(max_length=500)] = ""
    website: Message | None = ""


@public
@csrf_exempt
def leads(request: HttpRequest) -> HttpResponse:
    """Take an enquiry in; the answer carries CORS headers for the sites that are configured."""
    origin = request.headers.get("Origin", "")
    if request.method == "OPTIONS":
        return _shared(HttpResponse(status=204), origin)
    try:
        answer = _taken_in(request, origin)
    except Refusal as refusal:
        answer = refused(refusal)
    return _shared(answer, origin)


def _taken_in(request: HttpRequest, origin: str) -> HttpResponse:
    if request.method != "POST":
        answer = problem(405)
        answer["Allow"] = "OPTIONS, POST"
        return answer
    if origin and not _is_welcome(request, origin):
        raise Refusal(_("This website may not send enquiries here."), status=403)
    if request.content_type != "application/json":
        return problem(415)
    sent = _sent(request)
    asked = _asked(sent)
    guard.count(request, asked)
    page = sent.page or request.headers.get("Referer", "") or origin
    rules.ask(asked, branch=_branch(sent.branch or ""), evidence=guard.evidence(request, page))
    word = _("Thank you, we have it and will get back to you.")
    return JsonResponse({"success": True, "message": word}, status=201)


def _sent(request: HttpRequest) -> EnquiryIn:
    try:
        return EnquiryIn.model_validate(schema.parse(request.body))
    except RequestDataTooBig:
        raise Refusal(_("The body is larger than 1 MB."), status=413) from None
    except HttpError as error:
        raise Refusal(str(error), status=error.status_code) from None
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise Refusal(f"{field}: {first['msg']}", field=field, status=422) from None


def _asked(sent: EnquiryIn) -> rules.Asked:
    own = portal().consent
    said = {"EMAIL": (sent.consent.email, own.email), "SMS": (sent.consent.sms, own.sms)}
    return rules.Asked(
        name=sent.name,
        email=sent.email or "",
        phone=sent.phone or "",
        device=sent.device or "",
        issue=sent.issue or "",
        urgency=integrations().revivatech.urgency_of(sent.urgency or ""),
        message=sent.message or "",
        agreed_to={
            channel: yes if isinstance(yes, str) else words
            for channel, (yes, words) in said.items()
            if yes
        },
        behaviour=sent.behaviour,
        trap=sent.website or "",
    )


def _branch(slug: str) -> Branch:
    places = Branch.objects.active()
    branch = places.filter(slug=slug).first() if slug else places.first()
    if branch is None:
        raise Refusal(_("There is no such branch."), field="branch", status=422)
    return branch


def _is_welcome(request: HttpRequest, origin: str) -> bool:
    return origin in portal().origins or origin == f"{request.scheme}://{request.get_host()}"


def _shared(answer: HttpResponse, origin: str) -> HttpResponse:
    answer["Vary"] = "Origin"
    if origin in portal().origins:
        answer["Access-Control-Allow-Origin"] = origin
        answer["Access-Control-Allow-Methods"] = "POST, OPTIONS"
        answer["Access-Control-Allow-Headers"] = "Content-Type"
        answer["Access-Control-Expose-Headers"] = "Retry-After, RateLimit"
        answer["Access-Control-Max-Age"] = "86400"
    return answer


urls: list[URLPattern] = [path("leads", leads, name="public-leads")]
