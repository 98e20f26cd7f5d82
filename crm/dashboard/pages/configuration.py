"""Settings, Configuration: which files are in force since when, and what is wrong with them."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from crm.accounts.may import may, person
from crm.activity import configuration as versions
from crm.leads import rules as leads
from crm.leads.config import scoring_config
from crm.leads.models import Rescoring
from crm.lib import config


@may("settings.view")
@require_safe
def configuration(request: HttpRequest) -> HttpResponse:
    """Every file with its version, the weights of the lead score, and scoring under way."""
    page = _rescoring(request) | {
        "files": [
            (declared.name, versions.current(declared.name)) for declared in config.declared()
        ],
        "mistakes": config.check(),
        "weights": _weights(),
        "bands": scoring_config().bands,
    }
    return render(request, "dashboard/configuration.html", page)


@may("settings.view")
@require_safe
def rescoring(request: HttpRequest) -> HttpResponse:
    """How far the latest scoring of everybody has come."""
    return render(request, "dashboard/rescoring.html", _rescoring(request))


@may("settings.edit")
@require_POST
def rescore(request: HttpRequest) -> HttpResponse:
    """Score every active lead again; the page shows how far it has come."""
    leads.start_rescoring(by=person(request))
    messages.success(request, _("Scoring every active lead again."))
    return redirect("configuration")


def _rescoring(request: HttpRequest) -> dict[str, Any]:
    return {
        "rescoring": Rescoring.objects.order_by("-started_at").first(),
        "may_rescore": person(request).can("settings.edit"),
    }


def _weights() -> list[tuple[str, Decimal]]:
    """Each feature of the lead score and its weight as a percentage of them all."""
    features = sorted(scoring_config().features.values(), key=lambda feature: -feature.weight)
    total = sum(feature.weight for feature in features)
    return [(feature.label, round(feature.weight * 100 / total, 1)) for feature in features]
