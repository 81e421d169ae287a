"""My work: what waits for me, soonest due first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from consult import clock
from consult.access import organisations_as
from consult.actions.deadlines import calendar_of
from consult.models import Dossier, Membership, Stage
from consult.queries.arrival import documents_not_made, unreached_by
from consult.queries.inbox import tasks_for
from consult.queries.setup import left_of, union_exists
from consult.queries.work import reviews_by_dossier

from .methods import reads
from .shared import person_of

PAGE_SIZE = 30


@reads
def my_work(request: HttpRequest) -> HttpResponse:
    """The start page: what waits for this person. Where there is no office yet, whoever comes is led to set it up."""
    if not request.user.is_authenticated and not union_exists():
        return redirect("setup")
    return _my_work(request)


@login_required
def _my_work(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    page = Paginator(tasks_for(person), PAGE_SIZE).get_page(request.GET.get("page"))
    calendars = {union: calendar_of(union) for union in {task.dossier.union_id for task in page}}
    counts = reviews_by_dossier([task.dossier_id for task in page if task.node == "collect_reviews"])
    today = clock.today()
    rows = [
        {"task": task, "left": calendars[task.dossier.union_id].between(today, task.due_on) if task.due_on else None,
         "reviews": counts.get(task.dossier_id)}
        for task in page
    ]  # fmt: skip
    proposing = organisations_as(person, Membership.Role.PROPOSER)
    drafts = Dossier.objects.filter(proposer__in=proposing, stage=Stage.DRAFT).order_by("-pk")[:10]
    late = sum(task.is_late for task in page)
    return render(
        request,
        "pages/my_work.html",
        {
            "page": page,
            "rows": rows,
            "drafts": drafts,
            "not_made": documents_not_made(person),
            "unreached": unreached_by(person),
            "may_submit": bool(proposing),
            "late": late,
            "left_to_do": left_of(person),
        },
    )
