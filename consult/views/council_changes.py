"""Who sits in an approved council is changed: proposed by an officer, decided by a leader."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.access import require, require_on
from consult.actions.council_changes import makes_decision, may_decide_change, seats_after, waiting_change
from consult.actions.suggesting import check_council
from consult.commands import council_changes as command
from consult.forms.council_changes import CouncilChangeForm, DecideChangeForm
from consult.models import CouncilChange, Dossier
from consult.refusals import told_by

from .methods import changes, reads_and_changes
from .once import once
from .shared import open_dossier, person_of, post_data


def _waiting(dossier: Dossier) -> dict[str, Any]:
    """The change that waits, as both pages show it."""
    change = waiting_change(dossier)
    lines = change.lines.select_related("leaves__person__expert", "comes__expert", "group") if change else []
    return {"dossier": dossier, "change": change, "lines": lines, "numbered": makes_decision(dossier)}


@login_required
@reads_and_changes
@once
def change_council(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer proposes who leaves and who comes; while a change waits, the page shows it."""
    access = open_dossier(request, pk)
    require_on(access.person, "council.change", access.dossier)
    form = CouncilChangeForm(post_data(request), dossier=access.dossier)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            command.propose_change(
                dossier_id=pk, by=access.person, wanted=form.wanted, reason=form.cleaned_data["reason"]
            )
            messages.success(request, _("The change waits for the leader now."))
            return redirect("dossier", pk=pk)
    last = CouncilChange.objects.filter(council__dossier=access.dossier).last()
    sent_back = last if last is not None and last.state == CouncilChange.State.SENT_BACK else None
    context = {"form": form, "sent_back": sent_back, **_waiting(access.dossier)}
    return render(request, "pages/change_council.html", context, status=422 if form.errors else 200)


@login_required
@changes
def take_change_back(request: HttpRequest, pk: int) -> HttpResponse:
    open_dossier(request, pk)
    command.take_change_back(dossier_id=pk, by=person_of(request))
    messages.success(request, _("The proposed change has been taken back."))
    return redirect("change_council", pk=pk)


@login_required
@reads_and_changes
@once
def decide_council_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader decides on the change that waits."""
    access = open_dossier(request, pk)
    decision = require_on(access.person, "council.change_decide", access.dossier)
    context = _waiting(access.dossier)
    change = context["change"]
    if change is not None:
        require(may_decide_change(access.person, change, decision))
    form = DecideChangeForm(post_data(request))
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            command.decide_change(dossier_id=pk, by=access.person, **form.cleaned_data)
            messages.success(request, _("Your decision has been recorded."))
            return redirect("dossier", pk=pk)
    if change is not None:
        context["checked"] = check_council(access.dossier, seats_after(access.dossier, list(context["lines"])))
    return render(
        request, "pages/decide_council_change.html", {**context, "form": form}, status=422 if form.errors else 200
    )


@login_required
@changes
def let_deputy_act(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader agrees that the deputy acts for a chair who is late."""
    open_dossier(request, pk)
    command.let_deputy_act(dossier_id=pk, by=person_of(request))
    messages.success(request, _("The deputy acts for the chair now; both have been told."))
    return redirect("dossier", pk=pk)
