"""When a request about personal data is answered, and when its office is reminded of it. All in calendar days."""

from __future__ import annotations

from datetime import date, timedelta

BEFORE, EVERY_LATE = 3, 7
DAY = timedelta(days=1)


def due_day(asked: date, days: int) -> date:
    """The last day for an answer to what was asked on ``asked``."""
    return asked + days * DAY


def next_reminder(after: date, due: date) -> date:
    """The first day later than ``after`` on which the office is reminded: before the day, on it, after it, and every week."""
    for day in (due - BEFORE * DAY, due, due + DAY):
        if day > after:
            return day
    weeks = (after - due - DAY).days // EVERY_LATE + 1
    return due + DAY + weeks * EVERY_LATE * DAY
