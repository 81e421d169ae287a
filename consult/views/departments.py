"""What departments say of a dossier: answered by the link in their letter, recorded by the officer, read by the council."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from consult.access import require, require_on
from consult.actions.departments import answer_mark
from consult.commands import departments
from consult.forms.documents import AnswerForm, RecordedAnswerForm
from consult.models import DepartmentRequest
from consult.queries.letters import to_choose
from consult.refusals import told_by

from .files import serve
from .limits import may_try_codes
from .methods import reads, reads_and_changes
from .shared import open_dossier, person_of, post_data


def _kept(form: AnswerForm, save: Callable[..., None], request_id: int) -> bool:
    """Whether the answer was kept; else the form says why not."""
    if not form.is_valid():
        return False
    with told_by(form):
        save(request_id=request_id, **form.cleaned_data)
        return True
    return False


@never_cache
@reads_and_changes
def answer(request: HttpRequest, code: str) -> HttpResponse:
    """The page that a letter's link opens; whoever tries too many wrong ones waits."""
    asked = DepartmentRequest.objects.select_related("dossier__union", "dossier__proposer").filter(code=code).first()
    if not may_try_codes(request, wrong=asked is None):
        return render(request, "429.html", status=429)
    if asked is None:
        raise Http404
    open_ = not asked.dossier.outcome and asked.answered_at is None
    form = AnswerForm(post_data(request), request.FILES or None)
    if request.method == "POST" and _kept(form, departments.answer_by_link, asked.pk):
        messages.success(request, _("Thank you, your answer has been saved."))
        return redirect("answer_department", code=code)
    context = {"form": form, "asked": asked, "dossier": asked.dossier, "open": open_}
    return render(request, "pages/answer_department.html", context, status=422 if form.errors else 200)


@login_required
@reads_and_changes
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer records an answer that came on paper."""
    asked = get_object_or_404(DepartmentRequest, pk=pk)
    access = open_dossier(request, asked.dossier_id)
    require_on(access.person, "department.record", access.dossier)
    initial = {"answered_by": asked.answered_by, "answer": asked.answer, "seen": answer_mark(asked)}
    letters = to_choose(access.dossier)
    form = RecordedAnswerForm(post_data(request), request.FILES or None, initial=initial, letters=letters)

    def save(letter: int | None, **data: object) -> None:
        departments.record_answer(by=person_of(request), letter_id=letter, **data)  # type: ignore[arg-type]

    if request.method == "POST" and _kept(form, save, pk):
        messages.success(request, _("Saved."))
        return redirect("dossier", pk=access.dossier.pk)
    asked.refresh_from_db()
    if form.errors and form.data.get("seen", "") != answer_mark(asked):
        # Having seen the other answer, who sends again sends on purpose.
        form.data = form.data.copy()
        form.data["seen"] = answer_mark(asked)
    context = {"form": form, "asked": asked, "dossier": access.dossier}
    return render(request, "pages/record_answer.html", context, status=422 if form.errors else 200)


@login_required
@reads
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file of an answer."""
    asked = get_object_or_404(DepartmentRequest, pk=pk)
    access = open_dossier(request, asked.dossier_id)
    require(access.may("department.read"), known=False)
    if not asked.file:
        raise Http404
    return serve(request, asked.file, asked.file_name, asked.media_type, inline="inline" in request.GET)
