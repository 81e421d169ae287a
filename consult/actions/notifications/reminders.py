"""Reminders, found from due dates by an indexed query; each (task, kind, day) at most once, whoever sweeps."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from viewflow.workflow import STATUS

from consult import clock
from consult.access import Capacity
from consult.actions.calls import ask_calls
from consult.actions.deadlines import calendar_of
from consult.actions.notifications.digest import ask_digests
from consult.actions.notifications.notices import notify, office
from consult.actions.timing import open_unions
from consult.models import Reminder, Task
from consult.queries.reach import people_who
from consult.rules.calendar import WorkingCalendar
from consult.rules.reminders import escalates, is_reminder_day, next_reminder

AT_MOST = 500


def send_due() -> int:
    """Remind of every open task whose next reminder has come, where the office is open. Returns how many were reminded of."""
    today = clock.today()
    due = (
        Task.objects.filter(next_reminder_on__lte=today, dossier__union__in=open_unions())
        .order_by("next_reminder_on")
        .values_list("pk", flat=True)
    )
    calendars: dict[int, WorkingCalendar] = {}
    return sum(_remind(pk, today, calendars) for pk in list(due[:AT_MOST]))


@transaction.atomic
def _remind(task_id: int, today: date, calendars: dict[int, WorkingCalendar]) -> bool:
    """Claim the task's reminder by compare-and-set on its date; whoever loses does nothing."""
    task = Task.objects.select_related("dossier__procedure", "assignee").get(pk=task_id)
    scheduled = task.next_reminder_on
    if scheduled is None or scheduled > today or task.due_on is None:
        return False
    union = task.dossier.union_id
    calendar = calendars.setdefault(union, calendar_of(union))
    rule = task.dossier.procedure.rules.reminders
    following = next_reminder(today, task.due_on, calendar, rule)
    claimed = Task.objects.filter(pk=task.pk, next_reminder_on=scheduled, status=STATUS.NEW).update(
        next_reminder_on=following
    )
    if claimed != 1:
        return False
    late = today > task.due_on
    if not late and not is_reminder_day(today, task.due_on, calendar, rule) and scheduled != today:
        return False
    key = f"t{task.pk}:{today}"
    if _first(task, Reminder.Kind.REMINDER, today):
        people = people_who(task.actor, task.dossier, task.assignee)
        notify(people, "late" if late else "reminder", dossier=task.dossier, task=task, key=key, mailed=False)
        ask_digests(people, today, union)
        ask_calls(people, task.dossier)
    if escalates(today, task.due_on, calendar, rule) and _first(task, Reminder.Kind.ESCALATION, today):
        leaders = office(task.dossier, Capacity.LEADER)
        notify(leaders, "escalation", dossier=task.dossier, task=task, key=key, mailed=False)
        ask_digests(leaders, today, union)
    return True


def _first(task: Task, kind: Reminder.Kind, day: date) -> bool:
    _row, created = Reminder.objects.get_or_create(task=task, kind=kind, day=day)
    return created
