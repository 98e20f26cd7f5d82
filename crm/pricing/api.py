"""The JSON door to prices: work one out, give one, ask why."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.idempotency import asking_first, idempotent, ready
from crm.accounts.may import caller, may
from crm.accounts.models import Branch, Staff
from crm.customers.models import Customer
from crm.lib import paging
from crm.lib.refusal import Refusal
from crm.pricing import rules
from crm.pricing.models import PriceQuote
from crm.pricing.wire import (
    AskedIn,
    PriceOut,
    QuoteIn,
    QuoteOut,
    QuotePage,
    QuotesAsked,
    ReplayOut,
)

router = Router(tags=["pricing"])
NEWEST = ("-created_at", "-id")
# The platform may be asked, and may be down.
ASKS_ELSEWHERE = {"responses": {503: {"$ref": "#/components/responses/Problem503"}}}


@router.post("/simulate", response=PriceOut, openapi_extra=ASKS_ELSEWHERE)
@may("pricing.view")
def simulate_price(request: HttpRequest, body: AskedIn) -> dict[str, Any]:
    """Work out a price, line by line. Nothing is saved."""
    priced = rules.price(body.asked())
    return {
        "source": priced.source,
        "lines": [line.kept() for line in priced.price.lines],
        "net": priced.price.net,
        "vat": priced.price.vat,
        "total": priced.price.total,
        "vat_rate": priced.vat_rate,
        "config_version": priced.config_version,
        "valid_until": priced.valid_until,
    }


def _ready_to_keep(request: HttpRequest, *, body: QuoteIn, **_: Any) -> Callable[[], PriceQuote]:
    """Price it, for whom we may keep it: all but the writing."""
    staff = caller(request)
    branch, customer = _branch(body, staff), _customer(body, staff)
    priced = rules.price(body.asked())
    return partial(rules.record, priced, by=staff, branch=branch, customer=customer)


@router.post("/quotes", response={201: QuoteOut}, openapi_extra=ASKS_ELSEWHERE)
@may("pricing.quote")
@asking_first(_ready_to_keep)
@idempotent
def create_price_quote(
    request: HttpRequest, response: HttpResponse, body: QuoteIn
) -> Status[PriceQuote]:
    """Give a price and keep it, with everything needed to say why later."""
    quote = ready(request)()
    response["Location"] = f"{request.path}/{quote.pk}"
    return Status(201, quote)


@router.get("/quotes", response=QuotePage)
@may("pricing.view")
def list_price_quotes(request: HttpRequest, asked: Query[QuotesAsked]) -> dict[str, Any]:
    """Prices given at the caller's branches, the latest first."""
    rows = asked.of(PriceQuote.objects.visible_to(caller(request)))
    found = paging.page(rows, order=NEWEST, limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}


@router.get("/quotes/{uuid:quote_id}", response=QuoteOut)
@may("pricing.view")
def get_price_quote(request: HttpRequest, quote_id: UUID) -> PriceQuote:
    """One price that was given."""
    return _seen(request, quote_id)


@router.get("/quotes/{uuid:quote_id}/replay", response=ReplayOut)
@may("pricing.view")
def replay_price_quote(request: HttpRequest, quote_id: UUID) -> dict[str, Any]:
    """Put the same question to the rules of then, and to those in force now."""
    quote = _seen(request, quote_id)
    return {
        "quote": quote,
        "then": _again(rules.replay(quote)),
        "now": _again(rules.today(quote)),
    }


def _seen(request: HttpRequest, quote_id: UUID) -> PriceQuote:
    quotes = PriceQuote.objects.visible_to(caller(request))
    found: PriceQuote = get_object_or_404(quotes, pk=quote_id)
    return found


def _again(replay: rules.Replay) -> dict[str, Any]:
    said = replay.price
    return {
        "is_same": replay.is_same,
        "problem": replay.problem,
        "lines": [line.kept() for line in said.lines] if said else None,
        "net": said.net if said else None,
        "vat": said.vat if said else None,
        "total": said.total if said else None,
    }


def _branch(body: QuoteIn, staff: Staff) -> Branch:
    if body.branch_id is None:
        return staff.home_branch
    branch = Branch.objects.visible_to(staff).active().filter(pk=body.branch_id).first()
    if branch is None:
        raise Refusal("You do not work at such a branch.", field="branch_id", status=422)
    return branch


def _customer(body: QuoteIn, staff: Staff) -> Customer | None:
    if body.customer_id is None:
        return None
    customer = Customer.objects.visible_to(staff).filter(pk=body.customer_id).first()
    if customer is None:
        raise Refusal("There is no such customer.", field="customer_id", status=422)
    return customer
