"""The year's list of tasks: where each stands, what was granted for it and what it cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from consult import clock
from consult.models import Outcome, Stage, YearlyTask
from consult.rules.yearly_tasks import DONE, ENDED, GIVEN_UP, OPEN, UNDER_WAY, is_late, last_day, state_of

from .fees import spent_on

# The condition for each state, as ``rules.yearly_tasks.state_of`` has it.
STATES: dict[str, Q] = {
    OPEN: Q(dossier=None, given_up=""),
    UNDER_WAY: Q(dossier__isnull=False, dossier__outcome="") & ~Q(dossier__stage=Stage.RESPONSE),
    DONE: Q(dossier__stage=Stage.RESPONSE) | Q(dossier__outcome=Outcome.ARCHIVED),
    GIVEN_UP: ~Q(given_up=""),
    ENDED: Q(dossier__outcome__in=[Outcome.REFUSED, Outcome.WITHDRAWN, Outcome.CANCELLED]),
}


@dataclass(frozen=True)
class TaskFilters:
    """What the list is narrowed to; empty means everything."""

    source: str = ""
    state: str = ""
    quarter: int | None = None


@dataclass(frozen=True)
class TaskRow:
    """A task as a list shows it; ``spent`` in đồng, None where there is no payment list."""

    task: YearlyTask
    state: str
    late: bool
    last_day: date
    spent: int | None


def tasks_of(union_id: int, year: int, filters: TaskFilters | None = None) -> QuerySet[YearlyTask]:
    """The tasks of a year, by quarter; those without one last."""
    filters = filters or TaskFilters()
    found = YearlyTask.objects.filter(union=union_id, year=year).select_related("dossier", "responsible")
    if filters.source:
        found = found.filter(source=filters.source)
    if filters.state:
        found = found.filter(STATES[filters.state])
    if filters.quarter:
        found = found.filter(quarter=filters.quarter)
    # SQLite and PostgreSQL put what is empty at different ends.
    return found.order_by(F("quarter").asc(nulls_last=True), "pk")


def rows_of(tasks: Iterable[YearlyTask]) -> list[TaskRow]:
    """Each task with where it stands. One query for what all of them cost."""
    tasks = list(tasks)
    spent = spent_on([task.dossier_id for task in tasks if task.dossier_id])
    today = clock.today()
    rows = []
    for task in tasks:
        dossier = task.dossier
        state = state_of(dossier.stage if dossier else "", dossier.outcome if dossier else "", task.given_up)
        late = is_late(state, task.year, task.quarter, today)
        rows.append(TaskRow(task, state, late, last_day(task.year, task.quarter), spent.get(task.dossier_id or 0)))
    return rows


def years_of_tasks(union_id: int) -> list[int]:
    """The years of which there are tasks, and the present and the next one, newest first."""
    found = set(YearlyTask.objects.filter(union=union_id).order_by().values_list("year", flat=True).distinct())
    return sorted(found | {clock.today().year, clock.today().year + 1}, reverse=True)
