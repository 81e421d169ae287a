"""My work: what waits for me, soonest due first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy

from consult import clock
from consult.access import OFFICE_ROLES, Capacity, organisations_as, stands_for
from consult.access.table import ENTERERS
from consult.actions.deadlines import calendar_of
from consult.models import Dossier, Membership, Stage, Task
from consult.queries.arrival import documents_not_made, unreached_by
from consult.queries.asked import asked_of, changes_to_decide
from consult.queries.calls import calls_today
from consult.queries.inbox import ALL, DIVISION, MINE, tasks_for, views_of
from consult.queries.letters import given_letters, to_send
from consult.queries.reach import proposed_by
from consult.queries.responsible import naming_unions, officers_of
from consult.queries.setup import left_of, union_exists
from consult.queries.work import reviews_by_dossier
from consult.texts import POSTAL

from .methods import reads
from .shared import person_of

PAGE_SIZE = 30
VIEW_NAMES = {MINE: gettext_lazy("Mine"), DIVISION: gettext_lazy("My division"), ALL: gettext_lazy("All")}


@reads
def my_work(request: HttpRequest) -> HttpResponse:
    """The start page: what waits for this person. Where there is no office yet, whoever comes is led to set it up."""
    if not request.user.is_authenticated and not union_exists():
        return redirect("setup")
    return _my_work(request)


@login_required
def _my_work(request: HttpRequest) -> HttpResponse:
    person = person_of(request)
    views = views_of(person)
    asked = request.GET.get("whose", MINE)
    whose = asked if asked in views else MINE
    page = Paginator(tasks_for(person, whose), PAGE_SIZE).get_page(request.GET.get("page"))
    calendars = {union: calendar_of(union) for union in {task.dossier.union_id for task in page}}
    counts = reviews_by_dossier([task.dossier_id for task in page if task.node == "collect_reviews"])
    today = clock.today()
    names = {one.pk: one.name for one in officers_of(naming_unions(person, Capacity.OFFICER))} if views else {}
    rows = [
        {
            "task": task,
            "responsible": names.get(task.dossier.responsible_id or 0, ""),
            "pooled": _pooled(task, names),
            "left": calendars[task.dossier.union_id].between(today, task.due_on) if task.due_on else None,
            "reviews": counts.get(task.dossier_id),
        }
        for task in page
    ]
    entering = organisations_as(person, *ENTERERS)
    own = (Q(entered_from=None) & proposed_by(person)) | Q(union__in=entering, entered_from__isnull=False)
    drafts = (
        Dossier.objects.filter(own, stage=Stage.DRAFT).order_by("-pk")[:10] if stands_for(person) or entering else []
    )
    late = sum(task.is_late for task in page)
    return render(
        request,
        "pages/my_work.html",
        {
            "page": page,
            "whose": whose,
            "views": [(one, VIEW_NAMES[one], tasks_for(person, one).count()) for one in views],
            "query": f"whose={whose}" if views else "",
            "rows": rows,
            "drafts": drafts,
            "letters": given_letters(person)[:PAGE_SIZE] if entering or organisations_as(person, *OFFICE_ROLES) else [],
            "to_send": [(one, gettext(POSTAL[one.kind])) for one in to_send(person)[:PAGE_SIZE]] if entering else [],
            "today": today,
            "not_made": documents_not_made(person),
            "unreached": unreached_by(person),
            "may_submit": bool(organisations_as(person, Membership.Role.PROPOSER)),
            "late": late,
            "left_to_do": left_of(person),
            "asked": asked_of(person),
            "changes": changes_to_decide(person),
            "calls": calls_today(person).count(),
        },
    )


def _pooled(task: Task, names: dict[int, str]) -> bool:
    """Whether a step waits for all officers of a union that names responsible ones. ``names`` are its officers."""
    for_officers = task.actor == Capacity.OFFICER and task.assignee_id is None
    return for_officers and task.dossier.union.names_responsible and task.dossier.responsible_id not in names
