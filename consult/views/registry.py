"""What is not the shared facts themselves: a union's own judgement of an expert, proposals decided, keeping handed over."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consult.actions import registry as actions
from consult.forms.experts import HandOverForm, JudgementForm
from consult.models import ExpertProposal

from .experts import keeping, seen
from .methods import changes
from .shared import person_of


@login_required
@changes
def judge(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep whether one's union invites an expert, and its note."""
    person, found = person_of(request), seen(request, pk)
    form = JudgementForm(request.POST)
    if form.is_valid():
        actions.judge(expert=found, union=keeping(person), by=person, **form.cleaned_data)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("The note is too long; it was not saved."))
    return redirect("expert", pk=pk)


@login_required
@changes
def decide(request: HttpRequest, pk: int, proposal: int) -> HttpResponse:
    """Accept a proposed change, or refuse it."""
    found = get_object_or_404(ExpertProposal, pk=proposal, expert=seen(request, pk))
    accept = request.POST.get("decision") == "accept"
    actions.decide_proposal(proposal=found, by=person_of(request), accept=accept, seen=request.POST.get("seen", ""))
    messages.success(request, _("Recorded."))
    return redirect("expert", pk=pk)


@login_required
@changes
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the keeping of an expert's data to another union."""
    found = seen(request, pk)
    form = HandOverForm(request.POST, keeper=found.keeper_id)
    if form.is_valid():
        actions.hand_over(expert=found, by=person_of(request), to=form.cleaned_data["to"])
        messages.success(request, _("Recorded."))
    else:
        messages.error(request, _("Choose another union."))
    return redirect("expert", pk=pk)
