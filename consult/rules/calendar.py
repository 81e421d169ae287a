"""Working days of Việt Nam, with an office's own exceptions.

Monday to Friday less public holidays; lunar holidays move and swapped days occur, both by the ``holidays`` package.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)


@lru_cache(maxsize=1)
def national_holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("VN")


class WorkingCalendar:
    """Counts working days.

    ``exceptions`` maps a day to True (worked although the country is off) or False (off although it works).
    """

    def __init__(self, exceptions: Mapping[date, bool] | None = None) -> None:
        self._exceptions = dict(exceptions or {})

    def is_working_day(self, day: date) -> bool:
        if day in self._exceptions:
            return self._exceptions[day]
        return national_holidays().is_working_day(day)

    def add(self, day: date, working_days: int) -> date:
        """The day that lies ``working_days`` working days after ``day`` (before it, when negative).

        The day itself does not count, as in the counting of legal terms. Nought gives ``day``.
        """
        step = ONE_DAY if working_days > 0 else -ONE_DAY
        left = abs(working_days)
        while left:
            day += step
            if self.is_working_day(day):
                left -= 1
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days lie after ``first`` up to and with ``last``; negative when ``last`` is earlier."""
        if last < first:
            return -self.between(last, first)
        days = (last - first).days
        return sum(self.is_working_day(first + timedelta(days=n)) for n in range(1, days + 1))


def moved_deadline(opened: date, due: date, term: int, calendar: WorkingCalendar) -> date:
    """A deadline when the calendar has changed: ``term`` working days from ``opened``, and never earlier than ``due``.

    The term is what was given in the beginning. Counted anew at each change, a day off that is entered, removed and entered
    again would move the deadline each time.
    """
    return max(due, calendar.add(opened, term))
