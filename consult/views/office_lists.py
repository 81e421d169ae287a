"""Under Office: fields of expertise and emulation clusters, which all unions use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from consult.actions import common_lists as actions
from consult.forms.office_lists import ClusterForm, FieldForm
from consult.models import EmulationCluster, SubjectArea
from consult.queries.bodies import clusters, subject_areas
from consult.refusals import NotAllowed, told_by

from .methods import changes, reads, reads_and_changes
from .office import office_page
from .office_people import kept_union
from .shared import person_of, post_data

KINDS: dict[str, tuple[Any, Any]] = {"field": (SubjectArea, FieldForm), "cluster": (EmulationCluster, ClusterForm)}


@login_required
@reads
def lists(request: HttpRequest) -> HttpResponse:
    """Both lists, each entry with how often it is used."""
    person = person_of(request)
    decision = actions.check_common(person)
    union = kept_union(person)
    return office_page(
        request, "lists", union, fields=subject_areas(), clusters=clusters(), may_change=bool(decision),
        why_not=decision.reason,
    )  # fmt: skip


@login_required
@reads_and_changes
def list_entry(request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
    """A new field or cluster, or another name of one."""
    person = person_of(request)
    union = kept_union(person)
    if kind not in KINDS:
        raise Http404
    decision = actions.check_common(person)
    if not decision:
        raise NotAllowed(decision.code, decision.reason)
    model, make = KINDS[kind]
    entry = get_object_or_404(model, pk=pk) if pk else model()
    form = make(post_data(request), instance=entry)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            actions.save_entry(entry=form.save(commit=False), union=union, by=person)
            messages.success(request, _("Saved."))
            return redirect("lists")
    titles = {"field": _("Field of expertise"), "cluster": _("Emulation cluster")}
    return office_page(request, "person_form", union, form=form, title=titles[kind], back="lists")


@login_required
@changes
def remove_list_entry(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Remove a field or a cluster that nothing names."""
    person = person_of(request)
    union = kept_union(person)
    if kind not in KINDS:
        raise Http404
    actions.remove_entry(entry=get_object_or_404(KINDS[kind][0], pk=pk), union=union, by=person)
    messages.success(request, _("Removed."))
    return redirect("lists")
