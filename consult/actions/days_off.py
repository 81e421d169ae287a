"""An office's days off, and what a change of them does to deadlines that run already.

Whoever has been told a deadline keeps at least that: a day off entered later gives the time that it takes away, and a day
that is worked after all takes nothing back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from viewflow.workflow import STATUS

from consult import clock
from consult.access import check_union, require
from consult.actions.notifications.notices import notify
from consult.models import DayOff, Dossier, ExpertProposal, Organisation, Person, Task
from consult.queries.reach import people_who
from consult.rules.calendar import WorkingCalendar, moved_deadline
from consult.rules.days_list import ListedDay
from consult.rules.reminders import next_reminder

from .actor import Actor, chain_events, record, record_of_union
from .deadlines import calendar_of
from .registry import WORKING_DAYS
from .rows import save_rows


@dataclass(frozen=True)
class Move:
    """A step whose deadline or next reminder a change of days moves. Without a deadline before, ``due`` did not move."""

    task: Task
    due_before: date
    due: date
    reminder_before: date | None
    reminder: date | None


def save_days_off(*, union: Organisation, kept: Sequence[DayOff], removed: Sequence[DayOff], by: Person) -> int:
    """Keep and remove rows of ``union``, and move the deadlines that run across them, with their reminders.

    Each dossier's history says so, and those for whom a step waits are told. Returns how many deadlines moved. Raises
    ``ActionError``.
    """
    return sum(move.due != move.due_before for move in _save(union, kept, removed, by))


def try_list(*, union: Organisation, listed: Sequence[ListedDay], by: Person) -> list[Move]:
    """What ``save_list`` would move, found by doing it and taking it back. Raises ``ActionError``."""
    with transaction.atomic():
        moves = save_list(union=union, listed=listed, by=by)
        transaction.set_rollback(True)
    return moves


def save_list(*, union: Organisation, listed: Sequence[ListedDay], by: Person) -> list[Move]:
    """Keep all days of a list beside those that are there; a day that is there already is as the list says.

    Returns what moved. Raises ``ActionError``.
    """
    rows = {row.day: row for row in DayOff.objects.filter(organisation=union, day__in=[one.day for one in listed])}
    kept = []
    for one in listed:
        row = rows.get(one.day) or DayOff(day=one.day)
        if row.pk is None or (row.working, row.reason) != (one.working, one.reason):
            row.working, row.reason = one.working, one.reason
            kept.append(row)
    return _save(union, kept, [], by)


@transaction.atomic
def _save(union: Organisation, kept: Sequence[DayOff], removed: Sequence[DayOff], by: Person) -> list[Move]:
    actor = Actor.allowed(by, require(check_union(by, "hours.edit", union.pk)))
    # Two changes at once would each count from the same days.
    Organisation.objects.select_for_update().get(pk=union.pk)
    before = calendar_of(union.pk)
    changed = {row.day for row in (*kept, *removed)}
    changed |= set(DayOff.objects.filter(pk__in=[row.pk for row in kept if row.pk]).values_list("day", flat=True))
    save_rows(union=union, owner="organisation", kept=kept, removed=removed)
    if not changed:
        return []
    after = calendar_of(union.pk)
    _move_proposals(union, after, min(changed))
    moved = _move_deadlines(union, before, after, changed, actor)
    count = sum(move.due != move.due_before for move in moved)
    record_of_union(union, "days_off_changed", actor, days=_written(changed), count=count)
    return moved


def _written(days: Iterable[date]) -> str:
    return ", ".join(f"{day:%d/%m/%Y}" for day in sorted(days))


def _move_proposals(union: Organisation, calendar: WorkingCalendar, since: date) -> None:
    """What the union proposed of experts lapses after as many working days as before."""
    for proposal in ExpertProposal.objects.filter(union=union, decided_at=None, lapses_on__gte=since):
        opened = clock.day_of(proposal.proposed_at)
        proposal.lapses_on = moved_deadline(opened, proposal.lapses_on, WORKING_DAYS, calendar)
        proposal.save(update_fields=["lapses_on"])


def _move_deadlines(
    union: Organisation, before: WorkingCalendar, after: WorkingCalendar, changed: set[date], by: Actor
) -> list[Move]:
    running = Task.objects.filter(dossier__union=union, status=STATUS.NEW, due_on__gte=min(changed)).exclude(node="")
    dossiers = sorted(set(running.values_list("dossier_id", flat=True)))
    list(Dossier.objects.select_for_update().filter(pk__in=dossiers).order_by("pk").values_list("pk"))
    # Read anew: a step may have been done while its dossier was waited for.
    moved: dict[int, list[Move]] = {}
    moves = []
    for task in running.select_related("dossier__procedure", "assignee").order_by("pk"):
        if task.due_on is None:
            continue
        opened = clock.day_of(task.opened_at)
        if task.term is None:
            task.term = max(0, before.between(opened, task.due_on))
        due, present, reminder = (
            moved_deadline(opened, task.due_on, task.term, after),
            task.due_on,
            task.next_reminder_on,
        )
        if due != present:
            _move(task, due, after)
            moved.setdefault(task.dossier_id, []).append(Move(task, present, due, reminder, task.next_reminder_on))
            moves.append(moved[task.dossier_id][-1])
        elif _move_reminder(task, due, before, after):
            moves.append(Move(task, due, due, reminder, task.next_reminder_on))
    days = _written(changed)
    for its in moved.values():
        dossier = its[0].task.dossier
        steps = [{"task": move.task.pk, "due_on": str(move.due)} for move in its]
        record(dossier, "deadlines_moved", by, days=days, count=len(its), steps=steps)
        chain_events(dossier)
    return moves


def _move_reminder(task: Task, due: date, before: WorkingCalendar, after: WorkingCalendar) -> bool:
    """Whether the next reminder is on another day now, although the deadline is not: it counts working days, too."""
    if task.next_reminder_on is None:
        return False
    today = clock.today()
    rule = task.dossier.procedure.rules.reminders
    # One of today that has not gone out yet is not passed over, and one that has is not sent again.
    waits = task.next_reminder_on == next_reminder(today - timedelta(days=1), due, before, rule)
    reminder = next_reminder(today - timedelta(days=1) if waits else today, due, after, rule)
    if reminder == task.next_reminder_on:
        return False
    task.next_reminder_on = reminder
    task.save(update_fields=["next_reminder_on", "term"])
    return True


def _move(task: Task, due: date, calendar: WorkingCalendar) -> None:
    dossier, present = task.dossier, task.due_on
    task.due_on = due
    task.revision += 1
    # A reminder of today is not passed over.
    task.next_reminder_on = next_reminder(
        clock.today() - timedelta(days=1), due, calendar, dossier.procedure.rules.reminders
    )
    task.save(update_fields=["due_on", "next_reminder_on", "term", "revision"])
    if task.node == dossier.step and dossier.due_on == present:
        Dossier.objects.filter(pk=dossier.pk).update(due_on=due)
    people = people_who(task.actor, dossier, task.assignee)
    notify(people, "deadline_moved", dossier=dossier, task=task, key=f"t{task.pk}:{due}", due_on=due.isoformat())
