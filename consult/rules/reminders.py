"""On which days a task is reminded of, and when the leader is told.

3 and 1 working days before, on the day, then every 2 working days; the leader is told from 2 days late.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from .calendar import WorkingCalendar

BEFORE = (3, 1, 0)
EVERY_LATE = 2
ESCALATE_FROM = 2


def is_reminder_day(day: date, due: date, calendar: WorkingCalendar) -> bool:
    """Whether a task due on ``due`` is reminded of on ``day``."""
    if not calendar.is_working_day(day):
        return day == due
    if day <= due:
        return calendar.between(day, due) in BEFORE
    return calendar.between(due, day) % EVERY_LATE == 0


def next_reminder(after: date, due: date, calendar: WorkingCalendar) -> date:
    """The first day later than ``after`` on which a task due on ``due`` is reminded of. There always is one."""
    if after < due:
        for working_days in BEFORE:
            day = calendar.add(due, -working_days)
            if day > after:
                return day
    late = calendar.between(due, after) if after > due else 0
    return calendar.add(due, (late // EVERY_LATE + 1) * EVERY_LATE)


def escalates(day: date, due: date, calendar: WorkingCalendar) -> bool:
    """Whether the leader is told: from two working days late."""
    return day > due and calendar.between(due, day) >= ESCALATE_FROM


def after_quiet(moment: datetime, begins: time | None, ends: time | None) -> datetime:
    """``moment``, or the end of the quiet hours that it falls into. They may go over midnight; equal times are none.

    ``moment`` is in the local time in which the hours are meant.
    """
    if begins is None or ends is None or begins == ends:
        return moment
    clock = moment.time()
    over_midnight = begins > ends
    quiet = (clock >= begins or clock < ends) if over_midnight else begins <= clock < ends
    if not quiet:
        return moment
    day = moment + timedelta(days=over_midnight and clock >= begins)
    return datetime.combine(day, ends, moment.tzinfo)
