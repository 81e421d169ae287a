"""Finding a date for a meeting: the officer asks, members tap, the page says which time has a quorum."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult import clock
from consult.access import require, require_on
from consult.actions.deadlines import calendar_of
from consult.commands import meetings
from consult.forms.dates import AskForm
from consult.models import Availability, Task
from consult.problem_text import problem_text
from consult.queries.meeting import slot_rows
from consult.refusals import ActionError, told_by

from .methods import changes, reads_and_changes
from .shared import DossierAccess, open_dossier, post_data

DAYS_SHOWN = 15


def _days(access: DossierAccess) -> list[date]:
    """The next working days from the notice that the procedure wants for a meeting."""
    calendar = calendar_of(access.dossier.union_id)
    first = calendar.add(clock.today(), access.dossier.procedure.rules.days.meeting_notice)
    found: list[date] = []
    day = first
    while len(found) < DAYS_SHOWN:
        if calendar.is_working_day(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def _context(access: DossierAccess, form: AskForm) -> dict[str, Any]:
    rows = slot_rows(access.dossier)
    asks = bool(access.may("date.ask"))
    mine = access.dossier.council.seats.filter(person=access.person, released_at=None).first()
    calling = Task.objects.filter(dossier=access.dossier, node="call_meeting", status=STATUS.NEW).first()
    own = {row.slot.pk: answer for row in rows for seat, answer in row.answers if mine and seat.pk == mine.pk}
    return {
        "dossier": access.dossier,
        "form": form,
        "rows": [
            {
                "row": row,
                "own": own.get(row.slot.pk, ""),
                "lacking": [problem_text(problem) for problem in row.at_best or row.sure],
            }
            for row in sorted(rows, key=lambda row: row.slot.starts_at)
        ],
        "best": [row for row in rows if row.mark != "no"][:3],
        "asks": asks,
        "may_enter_dates": access.may("enter.date_answer") and bool(rows),
        "answers": bool(access.may("date.answer")) and mine is not None,
        "calling": calling if asks else None,
        "choices": Availability.Answer.choices,
    }


@login_required
@reads_and_changes
def dates(request: HttpRequest, pk: int) -> HttpResponse:
    """The possible times, their answers, and for the officer the form to ask for more."""
    access = open_dossier(request, pk)
    require(access.may("council.view"), known=False)
    if not (access.may("date.ask") or access.may("date.answer")):
        raise ActionError("moment", _("This is not possible at the present step of the dossier."))
    form = AskForm(post_data(request), days=_days(access))
    if request.method == "POST":
        require_on(access.person, "date.ask", access.dossier)
        if form.is_valid():
            with told_by(form):
                meetings.ask_dates(dossier_id=pk, by=access.person, moments=form.cleaned_data["moments"])
                messages.success(request, _("The council has been asked."))
                return redirect("dates", pk=pk)
    return render(request, "pages/dates.html", _context(access, form), status=422 if form.errors else 200)


@login_required
@changes
def answer(request: HttpRequest, pk: int, slot: int) -> HttpResponse:
    """One tap: whether I can come; or the officer takes the time back."""
    access = open_dossier(request, pk)
    if "drop" in request.POST:
        require_on(access.person, "date.ask", access.dossier)
        meetings.drop_date(dossier_id=pk, by=access.person, slot=slot)
    else:
        require_on(access.person, "date.answer", access.dossier)
        meetings.answer_date(dossier_id=pk, by=access.person, slot=slot, answer=request.POST.get("answer", ""))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "parts/dates.html", _context(access, AskForm(days=_days(access))))
    return redirect("dates", pk=pk)
