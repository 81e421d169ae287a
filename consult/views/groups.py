"""The report of a thematic group."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.access import require_on
from consult.actions.conflicts import EditConflict
from consult.actions.groups import group_named, writes_for
from consult.commands.groups import save_report
from consult.forms.documents import GroupReportForm
from consult.models import GroupReport
from consult.queries.groups import Group, beginning_of
from consult.queries.reviews import readable_reviews
from consult.refusals import told_by

from .autosaving import autosaved, first_error, refused
from .methods import changes, reads_and_changes
from .shared import DossierAccess, open_dossier, post_data


def may_write(access: DossierAccess, group: Group) -> bool:
    """Whether this person may go on with the report."""
    decision = access.may("group.report")
    return bool(decision) and not group.handed_in and writes_for(group, access.person, decision.capacity)


def saved_state(report: GroupReport) -> dict[str, Any]:
    """What the server keeps of a report, by the names of ``GroupReportForm``."""
    return {"revision": report.revision, "fields": {"text": report.text}}


@login_required
@reads_and_changes
def group(request: HttpRequest, pk: int, field: int) -> HttpResponse:
    """A group with its members, their reviews, and its report as far as it is written."""
    access = open_dossier(request, pk)
    require_on(access.person, "group.read", access.dossier)
    found = group_named(access.dossier, field)
    if found is None:
        raise Http404
    report = found.report
    initial = {
        "text": report.text if report else beginning_of(access.dossier, found),
        "revision": report.revision if report else 0,
    }
    form = GroupReportForm(post_data(request), initial=initial)
    theirs = None
    if request.method == "POST" and form.is_valid():
        hand_in = request.POST.get("act") == "hand_in"
        with told_by(form):
            try:
                save_report(dossier_id=pk, by=access.person, field_id=field, hand_in=hand_in, **form.cleaned_data)
            except EditConflict as conflict:
                theirs = conflict.kept
                form.add_error(None, str(conflict.reason))
                data = request.POST.copy()
                data["revision"] = str(theirs.revision)
                form.data = data
            else:
                messages.success(request, _("The report has been handed in.") if hand_in else _("Saved."))
                return redirect("dossier", pk=pk) if hand_in else redirect("group", pk=pk, field=field)
    members = {seat.pk for seat in found.seats}
    context = {
        "dossier": access.dossier,
        "group": found,
        "form": form,
        "theirs": theirs,
        "may_write": may_write(access, found),
        "saved": saved_state(theirs)
        if theirs
        else {"revision": initial["revision"], "fields": {"text": initial["text"]}},
        "reviews": [
            read
            for read in readable_reviews(access.dossier, access.person, access.capacities)
            if read.review.seat_id in members
        ],
    }
    return render(request, "pages/group.html", context, status=422 if form.errors else 200)


@login_required
@changes
def save(request: HttpRequest, pk: int, field: int) -> JsonResponse:
    """Keep a group's report as it is typed."""
    access = open_dossier(request, pk)
    form = GroupReportForm(request.POST)
    if not form.is_valid():
        return refused(first_error(form))
    keep = partial(save_report, dossier_id=pk, by=access.person, field_id=field, **form.cleaned_data)
    return autosaved(keep, saved_state)
