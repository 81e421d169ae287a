"""Submitting: kind → data → attachments → check → send; a draft at every step."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consult.access import refusal, stands_for
from consult.actions import intake
from consult.actions.conflicts import EditConflict
from consult.commands import dossiers
from consult.forms.dossier import BeginForm, DescribeForm, answered, differing, saved_fields
from consult.problem_text import problem_text
from consult.queries import progress
from consult.refusals import NotAllowed, told_by
from consult.rules.completeness import missing_items, unanswered, unsorted

from .autosaving import autosaved, first_error, refused
from .methods import changes, reads_and_changes
from .once import once
from .shared import DossierAccess, open_dossier, person_of, post_data


@login_required
@reads_and_changes
@once
def begin(request: HttpRequest) -> HttpResponse:
    """Choose the kind of dossier, and for whom."""
    person = person_of(request)
    if not stands_for(person):
        raise NotAllowed("not_proposing", _("Only people of a proposing organisation submit dossiers."))
    form = BeginForm(post_data(request), person=person)
    if request.method == "POST" and form.is_valid():
        dossier = intake.draft_dossier(by=person, **form.cleaned_data)
        return redirect("describe", pk=dossier.pk)
    return render(request, "pages/begin.html", {"form": form, "wizard": 1}, status=422 if form.errors else 200)


def editable(request: HttpRequest, pk: int) -> DossierAccess:
    """A draft, to its proposer's people. Raises what ``refusal`` gives."""
    access = open_dossier(request, pk)
    decision = access.may("dossier.edit")
    if not decision:
        raise refusal(decision)
    return access


@login_required
@reads_and_changes
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """What the dossier says of itself."""
    access = editable(request, pk)
    form = DescribeForm(post_data(request), dossier=access.dossier)
    dossier = access.dossier
    theirs: list[tuple[str, str]] = []
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            try:
                dossiers.describe(dossier_id=pk, by=access.person, **form.said)
            except EditConflict as conflict:
                dossier = conflict.kept
                theirs = differing(form, dossier)
                form.add_error(None, str(conflict.reason))
                # Having seen the other version, who sends again sends on purpose.
                data = request.POST.copy()
                data["revision"] = str(dossier.revision)
                form.data = data
            else:
                return redirect("attachments", pk=pk)
    saved = {"revision": dossier.revision, "fields": saved_fields(dossier)}
    context = {"form": form, "dossier": dossier, "wizard": 2, "saved": saved, "theirs": theirs}
    return render(request, "pages/describe.html", context, status=422 if form.errors else 200)


@login_required
@changes
def save_description(request: HttpRequest, pk: int) -> JsonResponse:
    """Keep a description as it is typed; the title may still be missing."""
    access = editable(request, pk)
    form = DescribeForm(request.POST, dossier=access.dossier, typing=True)
    if not form.is_valid():
        return refused(first_error(form))
    save = partial(dossiers.describe, dossier_id=pk, by=access.person, **form.said)
    return autosaved(save, lambda dossier: {"fields": saved_fields(dossier)})


@login_required
@reads_and_changes
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Look over everything, and send."""
    access = editable(request, pk)
    dossier = access.dossier
    rows = progress.checklist_rows(dossier)
    lacking = unanswered(dossier.procedure.rules.questions, dossier.answers)
    lacking += missing_items(dossier.asked_items(), {row.item.code for row in rows if row.files})
    lacking += unsorted([file.name for file in progress.unsorted_files(dossier)])
    missing = [problem_text(problem) for problem in lacking]
    if not dossier.title:
        missing.insert(0, _("Give the dossier a title."))
    if request.method == "POST" and not missing:
        sent = dossiers.submit(dossier_id=pk, by=access.person)
        messages.success(request, _("Sent. The dossier's code is %(code)s.") % {"code": sent.code})
        return redirect("dossier", pk=pk)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "pages/send.html",
        {"dossier": dossier, "checklist": rows, "answered": answered(dossier), "missing": missing, "wizard": 4},
        status=status,
    )  # fmt: skip


@login_required
@changes
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    editable(request, pk)
    dossiers.discard_draft(dossier_id=pk, by=person_of(request))
    messages.success(request, _("The draft has been discarded."))
    return redirect("my_work")
