"""Submitting: kind → data → attachments → check → send; a draft at every step."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consult.access import refusal, stands_for
from consult.actions import intake, uploads
from consult.actions.conflicts import EditConflict
from consult.commands import dossiers
from consult.files import FileFaultError
from consult.forms.dossier import BeginForm, DescribeForm, answered, differing, saved_fields
from consult.forms.entering import ItemsForm
from consult.models import Attachment
from consult.problem_text import problem_text
from consult.queries import progress
from consult.refusals import ActionError, NotAllowed, told_by
from consult.rules.completeness import missing_items, unanswered

from .autosaving import autosaved, first_error, refused
from .methods import changes, reads, reads_and_changes
from .once import once
from .shared import DossierAccess, open_dossier, person_of, post_data
from .uploading import TOO_LARGE


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


def _editable(request: HttpRequest, pk: int) -> DossierAccess:
    access = open_dossier(request, pk)
    decision = access.may("dossier.edit")
    if not decision:
        raise refusal(decision)
    return access


@login_required
@reads_and_changes
def describe(request: HttpRequest, pk: int) -> HttpResponse:
    """What the dossier says of itself."""
    access = _editable(request, pk)
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
    access = _editable(request, pk)
    form = DescribeForm(request.POST, dossier=access.dossier, typing=True)
    if not form.is_valid():
        return refused(first_error(form))
    save = partial(dossiers.describe, dossier_id=pk, by=access.person, **form.said)
    return autosaved(save, lambda dossier: {"fields": saved_fields(dossier)})


@login_required
@reads
def attachments(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist with its uploads, and, where the office enters it from a letter, that letter's files."""
    access = _editable(request, pk)
    dossier = access.dossier
    letter = dossier.entered_from
    context = {
        "dossier": dossier,
        "checklist": progress.checklist_rows(dossier, samples=True),
        "items": ItemsForm(letter=letter, dossier=dossier) if letter else None,
        "wizard": 3,
        "may_add": True,
    }
    return render(request, "pages/attachments.html", context)


@login_required
@changes
def upload(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """Take one file; answers with the row of its attachment, an error beside it if it cannot be taken."""
    open_dossier(request, pk)
    person = person_of(request)
    error = ""
    file = request.FILES.get("file")
    try:
        if request.META.get(TOO_LARGE):
            raise uploads.too_large()
        if file is None:
            error = _("Choose a file.")
        else:
            uploads.add_file(dossier_id=pk, item_code=item, upload=file, by=person)
    except FileFaultError as fault:
        error = str(fault.reason)
    return _row(request, pk, item, error)


def _row(request: HttpRequest, pk: int, item: str, error: str = "", *, gone: bool = False) -> HttpResponse:
    """The row of an attachment anew. ``gone`` says that its last file may have gone, and the row with it."""
    access = open_dossier(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        if error:
            messages.error(request, error)
        back = "attachments" if access.may("dossier.edit") else "dossier"
        return redirect(back, pk=pk)
    rows = {row.item.code: row for row in progress.checklist_rows(access.dossier, samples=True)}
    if item not in rows and gone:
        return render(request, "parts/checklist_gone.html")
    if item not in rows:
        raise ActionError("no_such_item", _("The checklist of this dossier has no such attachment."))
    status = 422 if error else 200
    return render(
        request,
        "parts/checklist_row.html",
        {"dossier": access.dossier, "row": rows[item], "error": error, "may_add": bool(access.may("file.add")),
         "may_remove": bool(access.may("dossier.edit"))},
        status=status,
    )  # fmt: skip


@login_required
@changes
def remove_file(request: HttpRequest, pk: int, attachment: int) -> HttpResponse:
    """Take back a file of a draft."""
    _editable(request, pk)
    item = get_object_or_404(Attachment, pk=attachment, dossier=pk).item
    uploads.remove_draft_file(dossier_id=pk, attachment_id=attachment, by=person_of(request))
    return _row(request, pk, item, gone=True)


@login_required
@reads_and_changes
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Look over everything, and send."""
    access = _editable(request, pk)
    dossier = access.dossier
    rows = progress.checklist_rows(dossier)
    lacking = unanswered(dossier.procedure.rules.questions, dossier.answers)
    lacking += missing_items(dossier.asked_items(), {row.item.code for row in rows if row.files})
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
    _editable(request, pk)
    dossiers.discard_draft(dossier_id=pk, by=person_of(request))
    messages.success(request, _("The draft has been discarded."))
    return redirect("my_work")
