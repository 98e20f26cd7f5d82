"""The JSON door to the device catalogue."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from ninja import Query, Router
from ninja.responses import Status

from crm.accounts.idempotency import idempotent
from crm.accounts.may import caller, may
from crm.catalogue import rules
from crm.catalogue.models import (
    DeviceBrand,
    DeviceCategory,
    DeviceModel,
    RepairType,
    UrgencyLevel,
)
from crm.catalogue.search import search
from crm.catalogue.wire import (
    BrandsOut,
    CategoriesOut,
    ModelIn,
    ModelOut,
    ModelPage,
    ModelPatch,
    ModelsAsked,
    ModelsFound,
    RepairTypesOut,
    SearchAsked,
    Slug,
)
from crm.lib import paging
from crm.lib.versions import expected, versioned

router = Router(tags=["catalogue"])
ON_OFFER = {"yes": {"is_active": True}, "no": {"is_active": False}, "any": {}}
_OFFERED = Count("models", filter=Q(models__is_active=True))


@router.get("/repair-types", response=RepairTypesOut)
@may("catalogue.view")
def list_repair_types(request: HttpRequest) -> dict[str, Any]:
    """The twelve kinds of repair and the five levels of urgency, in the shop's words."""
    return {"repair_types": _choices(RepairType), "urgency_levels": _choices(UrgencyLevel)}


@router.get("/categories", response=CategoriesOut)
@may("catalogue.view")
def list_categories(request: HttpRequest) -> dict[str, Any]:
    """The kinds of devices, in the order they are shown."""
    rows = DeviceCategory.objects.filter(is_active=True).annotate(offered=_OFFERED)
    return {"items": _counted(rows.order_by("sort_order", "name"))}


@router.get("/brands", response=BrandsOut)
@may("catalogue.view")
def list_brands(request: HttpRequest, category: Query[Slug | None] = None) -> dict[str, Any]:
    """The makes, by name; with `category` those that make such devices."""
    rows = DeviceBrand.objects.all()
    if category:
        rows = rows.filter(models__category__slug=category)
    rows = rows.annotate(offered=_OFFERED).filter(offered__gt=0)
    return {"items": _counted(rows.order_by("name", "pk"))}


@router.get("/models", response=ModelPage)
@may("catalogue.view")
def list_models(request: HttpRequest, asked: Query[ModelsAsked]) -> dict[str, Any]:
    """Models by make and name."""
    rows = asked.of(DeviceModel.objects.filter(**ON_OFFER[asked.on_offer]))
    shown = rows.select_related("brand", "category")
    found = paging.page(shown, order=("search_name", "id"), limit=asked.limit, cursor=asked.cursor)
    return {"items": found.items, **paging.tail(found, rows, is_first=asked.cursor is None)}


@router.get("/models/search", response=ModelsFound)
@may("catalogue.view")
def search_models(request: HttpRequest, asked: Query[SearchAsked]) -> dict[str, Any]:
    """Models by name, year or identifier (A2338, SM-G991B), typos forgiven; the surest first."""
    among = asked.of(DeviceModel.objects.on_offer())
    return {"items": search(asked.search, among=among, enough=asked.limit)}


@router.post("/models", response={201: ModelOut})
@may("catalogue.edit")
@idempotent
@versioned
def create_model(request: HttpRequest, response: HttpResponse, body: ModelIn) -> Status[Any]:
    """Add a model that the catalogue does not know."""
    row = rules.add_model(body.card(), by=caller(request))
    response["Location"] = f"{request.path}/{row.pk}"
    return Status(201, row)


@router.get("/models/{uuid:model}", response=ModelOut)
@may("catalogue.view")
@versioned
def get_model(request: HttpRequest, model: UUID) -> DeviceModel:
    """One model, on offer or retired."""
    return _model(model)


@router.patch("/models/{uuid:model}", response=ModelOut)
@may("catalogue.edit")
@versioned
def change_model(request: HttpRequest, model: UUID, body: ModelPatch) -> DeviceModel:
    """Change the fields that are sent. Neither files nor imports overwrite it from then on."""
    return rules.edit_model(
        _model(model), body.changes(), by=caller(request), version=expected(request)
    )


def _model(model: UUID) -> DeviceModel:
    return get_object_or_404(DeviceModel.objects.select_related("brand", "category"), pk=model)


def _counted(rows: QuerySet[Any]) -> list[dict[str, Any]]:
    return [vars(row) | {"models": row.offered} for row in rows]


def _choices(kind: type[RepairType | UrgencyLevel]) -> list[dict[str, str]]:
    return [{"value": value, "label": str(label)} for value, label in kind.choices]
