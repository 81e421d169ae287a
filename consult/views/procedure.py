"""A picture of the procedure, with a dossier's place in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.access import CAPACITY_LABELS, OFFICE_ROLES, TABLE, organisations_as
from consult.models import Organisation, Outcome
from consult.queries.grounds import bases
from consult.queries.progress import DossierPath, passed
from workflows.bpmn import to_bpmn
from workflows.diagram import ListedStep, Step, listed, steps_of
from workflows.picture import draw

from .methods import reads
from .shared import open_dossier, person_of


@dataclass(frozen=True)
class Row:
    """A step of the list: what rests on it and how often a dossier passed it."""

    listed: ListedStep
    basis: str
    times: int
    state: str


def _rows(found: list[Step], grounds: dict[str, str], way: DossierPath) -> list[Row]:
    return [
        Row(one, grounds.get(one.step.basis or "", ""), way.steps[one.step.name], way.state(one.step.name))
        for one in listed(found)
    ]


def _who(action: str) -> list[Any]:
    """Who may end a dossier before its time."""
    return [CAPACITY_LABELS[who] for grant in TABLE[action] for who in grant.capacities]


def _page(
    request: HttpRequest, found: list[Step], union: Organisation | None, way: DossierPath, **more: Any
) -> HttpResponse:
    outcome = more.get("outcome", "")
    context = {
        "picture": draw(found, way, outcome),
        "rows": _rows(found, bases(union), way),
        "withdrawers": _who("dossier.withdraw"),
        "cancellers": _who("dossier.cancel"),
        **more,
    }
    return render(request, "pages/procedure.html", context)


@login_required
@reads
def procedure(request: HttpRequest) -> HttpResponse:
    """The procedure by itself, with the grounds of the union for which the person works."""
    mine = organisations_as(person_of(request), *OFFICE_ROLES)
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION).order_by("pk").first()
    return _page(request, steps_of(), union, DossierPath())


@login_required
@reads
def procedure_bpmn(request: HttpRequest) -> HttpResponse:
    """The procedure as a BPMN 2.0 file."""
    return HttpResponse(
        to_bpmn(steps_of()),
        content_type="application/xml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="procedure.bpmn"'},
    )


@login_required
@reads
def procedure_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The procedure with what this dossier has done and where it is."""
    dossier = open_dossier(request, pk).dossier
    way = passed(dossier)
    outcome = str(Outcome(dossier.outcome).label) if way.broken_off_at else ""
    found = steps_of(days=dossier.procedure.rules.days)
    return _page(request, found, dossier.union, way, dossier=dossier, outcome=outcome)
