"""The documents of an act, seen before it is done: made of what its form holds, for whoever may do the act and nobody else.

Each act says here who may do it, as its own page asks, and what it would make. Nothing that was typed is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult.access import check, refusal, require_on
from consult.actions.decisions import StepDecision
from consult.actions.groups import group_named
from consult.actions.previews import Preview, documents_of, kept, look, preview
from consult.actions.requestable import REQUESTABLE
from consult.actions.trials import Rehearsed
from consult.commands import council_changes, documents, groups, meetings, reviewers, steps
from consult.forms.documents import CopyForm, DepartmentForm, GroupReportForm
from consult.forms.reviewers import ReplaceForm
from consult.forms.steps.meeting import MoveForm
from consult.models import Dossier, Review, Task
from consult.queries.copies import originals
from consult.refusals import ActionError
from consult.rules.text import safe_file_name

from .files import PRIVATE_FILE
from .groups import may_write
from .limits import may_preview
from .methods import changes, reads
from .once import NOT_TAKEN
from .reviewers import managed_review
from .shared import open_dossier, person_of
from .steps import PAGES, seen_task

Act = tuple[str, tuple[int | str, ...]]
Foresee = Callable[[], list[Rehearsed]]


# ---------------------------------------------------------------- who may do an act
def _step(request: HttpRequest, pk: int) -> Task:
    step, capacities, decision = seen_task(request, pk)
    if decision and step.status == STATUS.NEW:
        return step
    if not check(person_of(request), "dossier.view", step.dossier, capacities):
        raise Http404
    if step.status != STATUS.NEW:
        raise ActionError("done_already", _("This step has already been done."))
    raise refusal(decision)


def _on_dossier(request: HttpRequest, pk: int, *, asks: str) -> Dossier:
    access = open_dossier(request, pk)
    require_on(access.person, asks, access.dossier)
    return access.dossier


def _letter(request: HttpRequest, pk: int) -> Task:
    task = get_object_or_404(Task, pk=pk)
    task.dossier = _on_dossier(request, task.dossier_id, asks="letter.remind")
    return task


def _group_report(request: HttpRequest, pk: int, field: int) -> Dossier:
    access = open_dossier(request, pk)
    require_on(access.person, "group.report", access.dossier)
    found = group_named(access.dossier, field)
    if found is None:
        raise Http404
    if not may_write(access, found):
        raise PermissionDenied
    return access.dossier


def _requested(request: HttpRequest, pk: int, kind: str) -> Dossier:
    open_dossier(request, pk)
    if kind not in REQUESTABLE:
        raise Http404
    return _on_dossier(request, pk, asks=REQUESTABLE[kind].may)


# Asked when a preview is made, and again whenever its file is read.
MAY_DO: dict[str, Callable[..., object]] = {
    "step": _step,
    "letter": _letter,
    "copy": partial(_on_dossier, asks="copy.certify"),
    "department": partial(_on_dossier, asks="department.ask"),
    "move_meeting": partial(_on_dossier, asks="meeting.move"),
    "council_change": partial(_on_dossier, asks="council.change_decide"),
    "group_report": _group_report,
    "replace_reviewer": managed_review,
    "request": _requested,
}


# ---------------------------------------------------------------- what is shown of it
@dataclass(frozen=True)
class Shown:
    """A preview with the addresses of its file."""

    preview: Preview
    address: str
    whole: str
    file: dict[str, str]


def _file_of(title: str) -> dict[str, str]:
    """A PDF as the reader asks for one."""
    return {"pk": "", "name": safe_file_name(f"{title}.pdf"), "media_type": "application/pdf"}


def _shown(one: Preview) -> Shown:
    address, whole = (reverse(name, args=[one.key]) if one.key else "" for name in ("preview_file", "preview_reader"))
    return Shown(one, address, whole, _file_of(one.title))


def _answer(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    # The form that was looked at has not been sent: the browser keeps what was typed in it.
    request.META[NOT_TAKEN] = True
    return render(request, "parts/preview.html", context, status=status)


def _previewed(
    request: HttpRequest,
    act: Act,
    dossier: Dossier,
    foresee: Foresee,
    *,
    form: BaseForm | None = None,
    stored: bool = False,
) -> HttpResponse:
    """The part of a page that shows what ``foresee`` finds; ``stored`` is remembered as seen by this person."""
    if not may_preview(request):
        return _answer(request, {"too_many": True}, 429)
    if form is not None and not form.is_valid():
        errors = [(form.fields[name].label if name in form.fields else "", said) for name, said in form.errors.items()]
        return _answer(request, {"errors": errors})
    try:
        found = foresee()
    except ActionError as refused:
        return _answer(request, {"refused": [part.reason for part in refused.parts]})
    person = person_of(request)
    changed = [look(one, dossier, person) if stored else None for one in found]
    shown = [_shown(preview(one, act, change)) for one, change in zip(found, changed, strict=True)]
    may_compare = any(changed) and bool(check(person, "draft.compare", dossier))
    return _answer(request, {"shown": shown, "dossier": dossier, "may_compare": may_compare})


@login_required
@changes
def preview_step(request: HttpRequest, pk: int) -> HttpResponse:
    """What doing a step with what its form holds would make."""
    step = _step(request, pk)
    page = PAGES[step.node]
    form = page.form(request.POST, request.FILES or None, task=step)

    def foresee() -> list[Rehearsed]:
        # Two people who write are told when they send; each looks at what is before them.
        given = {name: value for name, value in form.arguments.items() if name != "revision"}
        return steps.foresee(task_id=pk, by=person_of(request), **given)

    return _previewed(request, ("step", (pk,)), step.dossier, foresee, form=form, stored=page.decides)


@login_required
@changes
def preview_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to whoever is late with a step."""
    task = _letter(request, pk)
    act = partial(documents.remind_by_letter, task_id=pk, by=person_of(request))
    return _previewed(request, ("letter", (pk,)), task.dossier, lambda: documents_of(act), stored=True)


@login_required
@changes
def preview_department(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to a department."""
    dossier = _on_dossier(request, pk, asks="department.ask")
    form = DepartmentForm(request.POST)

    def act() -> None:
        documents.ask_department(dossier_id=pk, by=person_of(request), **form.cleaned_data)

    return _previewed(request, ("department", (pk,)), dossier, lambda: documents_of(act), form=form)


@login_required
@changes
def preview_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The block of a certified copy, without the pages of its original."""
    dossier = _on_dossier(request, pk, asks="copy.certify")
    form = CopyForm(request.POST, offered=originals(dossier, person_of(request)))

    def act() -> None:
        documents.certify_copy(dossier_id=pk, by=person_of(request), **form.arguments)

    return _previewed(request, ("copy", (pk,)), dossier, lambda: documents_of(act), form=form)


@login_required
@changes
def preview_move(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation that replaces the one of a meeting that is moved."""
    dossier = _on_dossier(request, pk, asks="meeting.move")
    form = MoveForm(request.POST)

    def act() -> None:
        meetings.move_meeting(dossier_id=pk, by=person_of(request), **form.cleaned_data)

    return _previewed(request, ("move_meeting", (pk,)), dossier, lambda: documents_of(act), form=form)


@login_required
@changes
def preview_group_report(request: HttpRequest, pk: int, field: int) -> HttpResponse:
    """The report of a thematic group."""
    dossier = _group_report(request, pk, field)
    form = GroupReportForm(request.POST)

    def act() -> None:
        groups.save_report(dossier_id=pk, by=person_of(request), field_id=field, hand_in=True, **form.cleaned_data)

    return _previewed(request, ("group_report", (pk, field)), dossier, lambda: documents_of(act), form=form)


@login_required
@changes
def preview_replacement(request: HttpRequest, pk: int) -> HttpResponse:
    """The invitation of whoever takes a reviewer's seat."""
    review: Review = managed_review(request, pk)
    form = ReplaceForm(request.POST, dossier=review.dossier)

    def act() -> None:
        reviewers.replace_reviewer(review_id=pk, by=person_of(request), **form.cleaned_data)

    return _previewed(request, ("replace_reviewer", (pk,)), review.dossier, lambda: documents_of(act), form=form)


@login_required
@changes
def preview_council_change(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision by which a proposed change of a council is made."""
    dossier = _on_dossier(request, pk, asks="council.change_decide")
    act = partial(council_changes.decide_change, dossier_id=pk, by=person_of(request), decision=StepDecision.APPROVE)
    return _previewed(request, ("council_change", (pk,)), dossier, lambda: documents_of(act), stored=True)


@login_required
@changes
def preview_request(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A document that is asked for by a button alone."""
    dossier = _requested(request, pk, kind)
    act = partial(documents.request_document, dossier_id=pk, kind=kind, by=person_of(request))
    # Not remembered: a payment list names tax codes and accounts.
    return _previewed(request, ("request", (pk, kind)), dossier, lambda: documents_of(act))


# ---------------------------------------------------------------- its file
@login_required
@reads
def preview_file(request: HttpRequest, digest: str) -> HttpResponse:
    """The PDF of a document that is not made yet, as long as it is kept; for whoever may do its act now."""
    found = kept(digest)
    if found is None:
        raise Http404
    name, arguments = found.act
    MAY_DO[name](request, *arguments)
    response = HttpResponse(found.content, content_type="application/pdf", headers=PRIVATE_FILE)
    file_name = safe_file_name(f"{_('draft')} {found.title}.pdf")
    response["Content-Disposition"] = content_disposition_header("inline" not in request.GET, file_name) or ""
    return response


@login_required
@reads
def preview_reader(request: HttpRequest, digest: str) -> HttpResponse:
    """The same in a page of its own."""
    found = kept(digest)
    if found is None:
        raise Http404
    name, arguments = found.act
    opened: Any = MAY_DO[name](request, *arguments)
    context = {
        "file": _file_of(found.title),
        "address": reverse("preview_file", args=[digest]),
        "dossier": opened if isinstance(opened, Dossier) else opened.dossier,
    }
    return render(request, "pages/reader.html", context)
