"""Drafts taken out as Word and brought back: first what would change, then the next version (decision 51)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult.access import check, refusal
from consult.actions.conflicts import EditConflict
from consult.actions.drafts import WRITTEN_IN, too_large
from consult.commands import steps as commands
from consult.exports.draft_file import BroughtDraft, draft_file, read_draft
from consult.files import MEDIA_TYPES, FileFaultError
from consult.forms.word_drafts import BringDraftForm, TakeDraftForm
from consult.models import Task
from consult.queries.drafts import Version, since
from consult.refusals import ActionError, told_by
from consult.richtext import clean
from consult.rules.compare import compare
from consult.rules.text import printable, safe_file_name

from .methods import reads, reads_and_changes
from .once import once
from .shared import person_of
from .steps import seen_task
from .texts import FIELDS, beginning, whole_text


def _written_step(request: HttpRequest, pk: int) -> Task:
    """The step in which a text is written, if this person may write it now: asked as its page asks. Raises otherwise."""
    step, capacities, decision = seen_task(request, pk)
    if step.node not in WRITTEN_IN:
        raise Http404
    if decision and step.status == STATUS.NEW:
        return step
    if not check(person_of(request), "dossier.view", step.dossier, capacities):
        raise Http404
    if step.status != STATUS.NEW:
        raise ActionError("done_already", _("This step has already been done."))
    raise refusal(decision)


def _present(step: Task) -> Version:
    """The text as its page begins with it."""
    begun = beginning(step)
    body, conclusion = begun.get(FIELDS[step.node]) or "", begun.get("conclusion") or ""
    return Version(str(begun["revision"]), step.opened_at, "", clean(body), conclusion)


@login_required
@reads
def draft_as_word(request: HttpRequest, pk: int) -> HttpResponse:
    """The text as DOCX, with its parts in frames to be written in."""
    try:
        step = _written_step(request, pk)
    except ActionError as done:
        messages.info(request, str(done.reason))
        return redirect("task", pk=pk)
    now = _present(step)
    name, content = draft_file(
        step.dossier, WRITTEN_IN[step.node], revision=int(now.key), body=now.body, conclusion=now.conclusion
    )
    return HttpResponse(
        content,
        content_type=MEDIA_TYPES["docx"],
        headers={
            "Content-Disposition": content_disposition_header(True, safe_file_name(name)) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )


@login_required
@reads_and_changes
@once
def bring_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file from Word: what it would change is shown first, and nothing is changed until that is wanted."""
    try:
        step = _written_step(request, pk)
    except ActionError as done:
        messages.info(request, str(done.reason))
        return redirect("task", pk=pk)
    if request.method == "POST" and "choice" in request.POST:
        return _take(request, step)
    form = BringDraftForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with told_by(form):
            brought = read_draft(form.cleaned_data["upload"].file, step.dossier, WRITTEN_IN[step.node])
            # Before it is compared, which takes long for what could not be kept anyway.
            problem = too_large(brought.body, brought.conclusion)
            if problem:
                raise FileFaultError("text_too_large", problem)
            return _compared(request, step, brought)
    context = {"form": form, "task": step, "dossier": step.dossier, "kind": WRITTEN_IN[step.node]}
    return render(request, "pages/bring_draft.html", context, status=422 if form.errors else 200)


def _compared(request: HttpRequest, step: Task, brought: BroughtDraft, refused: str = "") -> HttpResponse:
    """The file's text beside the present one; where somebody wrote on since it was taken out, also what they changed."""
    now = _present(step)
    file = Version("", step.opened_at, "", brought.body, brought.conclusion)
    left, right = compare(whole_text(now), whole_text(file))
    context: dict[str, Any] = {
        "task": step, "dossier": step.dossier, "kind": WRITTEN_IN[step.node], "brought": brought, "refused": refused,
        "revision": now.key, "left": left, "right": right, "same": "<del>" not in left and "<ins>" not in right,
        "unknown": brought.revision is None,
    }  # fmt: skip
    if brought.revision is not None and brought.revision != int(now.key):
        savers, then = since(step.dossier, WRITTEN_IN[step.node], brought.revision)
        context |= {"savers": savers, "moved": True}
        if then is not None:
            context["before"], context["after"] = compare(whole_text(then), whole_text(now))
    return render(request, "pages/compare_draft.html", context, status=422 if refused else 200)


def _take(request: HttpRequest, step: Task) -> HttpResponse:
    form = TakeDraftForm(request.POST)
    if not form.is_valid():
        raise Http404
    sent = form.cleaned_data
    body, conclusion = clean(printable(sent["body"])), printable("\n".join(sent["conclusion"].splitlines()))
    if too_large(body, conclusion):
        # No page of ours sends it: the file was refused before there was anything to choose.
        raise Http404
    now, by, revision = _present(step), person_of(request), sent["revision"]
    try:
        if sent["choice"] == "both":
            taken, kept = commands.save_both(
                task_id=step.pk, by=by, revision=revision, other=(body, conclusion), present=(now.body, now.conclusion)
            )
            messages.success(request, _("Both are kept as versions; the present text stays as it was."))
            address = reverse("versions", args=[step.dossier_id, WRITTEN_IN[step.node]])
            return redirect(f"{address}?old=d{taken.revision}&new=d{kept.revision}")
        commands.save_text(task_id=step.pk, by=by, body=body, conclusion=conclusion, revision=revision)
    except EditConflict as conflict:
        said = _("%(name)s has saved another version in the meantime. Look at what would change now.")
        refused = said % {"name": conflict.kept.saved_by.name}
        return _compared(request, step, BroughtDraft(body, conclusion, sent["taken"], []), refused)
    except ActionError as fault:
        return _compared(request, step, BroughtDraft(body, conclusion, sent["taken"], []), str(fault.reason))
    messages.success(request, _("The text from Word is the newest version now."))
    return redirect("task", pk=step.pk)
