"""On which days a task is reminded of, and when the leader is told: working days that the procedure says."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from .calendar import WorkingCalendar
from .procedure import Reminders


def is_reminder_day(day: date, due: date, calendar: WorkingCalendar, rule: Reminders) -> bool:
    """Whether a task due on ``due`` is reminded of on ``day``."""
    if not calendar.is_working_day(day):
        return day == due and 0 in rule.before
    if day <= due:
        return calendar.between(day, due) in rule.before
    return _reminded_late(calendar.between(due, day), rule)


def _reminded_late(days: int, rule: Reminders) -> bool:
    """The day on which the leader is told first is always one."""
    return days == rule.escalate_from or (days > 0 and days % rule.every_late == 0)


def next_reminder(after: date, due: date, calendar: WorkingCalendar, rule: Reminders) -> date:
    """The first day later than ``after`` on which a task due on ``due`` is reminded of. There always is one."""
    if after < due:
        for working_days in sorted(rule.before, reverse=True):
            day = calendar.add(due, -working_days)
            if day > after:
                return day
    late = calendar.between(due, after) if after > due else 0
    following = (late // rule.every_late + 1) * rule.every_late
    return calendar.add(due, min(following, rule.escalate_from) if rule.escalate_from > late else following)


def escalates(day: date, due: date, calendar: WorkingCalendar, rule: Reminders) -> bool:
    """Whether the leader is told."""
    return day > due and calendar.between(due, day) >= rule.escalate_from


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
