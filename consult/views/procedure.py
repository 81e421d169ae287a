"""A picture of the procedure, with a dossier's place in it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from consult.queries.progress import step_states
from workflows.diagram import lanes

from .methods import reads
from .shared import open_dossier


@login_required
@reads
def procedure(request: HttpRequest) -> HttpResponse:
    """The procedure by itself."""
    return render(request, "pages/procedure.html", {"lanes": lanes({}, None)})


@login_required
@reads
def procedure_of(request: HttpRequest, pk: int) -> HttpResponse:
    """The procedure with what this dossier has done and where it is."""
    access = open_dossier(request, pk)
    context: dict[str, Any] = {
        "dossier": access.dossier,
        "lanes": lanes(step_states(access.dossier), access.dossier.procedure),
    }
    return render(request, "pages/procedure.html", context)
