"""A picture of the procedure, with a dossier's place in it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from viewflow.workflow import STATUS

from consult.models import Dossier, Procedure, Task
from workflows.picture import lanes

from .shared import see


@login_required
def procedure(request: HttpRequest) -> HttpResponse:
    """The procedure by itself."""
    return render(request, "pages/procedure.html", {"lanes": lanes({}, None)})


@login_required
def procedure_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The procedure with what this dossier has done and where it is."""
    seen = see(request, pk)
    context: dict[str, Any] = {"dossier": seen.dossier, "lanes": lanes(_states(seen.dossier), _rules(seen.dossier))}
    return render(request, "pages/procedure.html", context)


def _rules(dossier: Dossier) -> Procedure:
    return dossier.procedure


def _states(dossier: Dossier) -> dict[str, str]:
    states: dict[str, str] = {}
    for task in Task.objects.filter(dossier=dossier, process__review=None).order_by("pk"):
        if task.flow_task is None:
            continue
        open_ = task.status in (STATUS.NEW, STATUS.SCHEDULED, STATUS.STARTED)
        if task.status != STATUS.CANCELED:
            states[task.flow_task.name] = "current" if open_ else "done"
    return states
