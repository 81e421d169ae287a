"""When an office speaks to people who wait for nothing: in its hours, outside theirs of quiet.

Unless an office says otherwise, its hours are 7:00 to 17:00 on working days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .calendar import WorkingCalendar
from .reminders import after_quiet

# Before what it is about, a message has to leave its reader this much time.
TIME_TO_READ = timedelta(hours=2)
# From when until when somebody wants to hear nothing; both None where nothing is set.
QuietHours = tuple[time | None, time | None]
NO_QUIET: QuietHours = (None, None)
# Quiet hours may end outside the office's; after so many rounds they alone count.
ROUNDS = 3


@dataclass(frozen=True)
class OfficeHours:
    """An office's hours, in the local time of the moments it is asked about. Equal times are the whole day.

    ``quiet`` are the quiet hours of readers who have set none of their own.
    """

    calendar: WorkingCalendar
    opens: time = time(7)
    closes: time = time(17)
    every_day: bool = False
    quiet: QuietHours = NO_QUIET

    def quiet_of(self, own: QuietHours) -> QuietHours:
        """The quiet hours of a reader: their own, or the office's where they have set none. Equal times are none."""
        return self.quiet if own == NO_QUIET else own

    def is_open(self, moment: datetime) -> bool:
        if not self._works_on(moment):
            return False
        return self.opens == self.closes or self.opens <= moment.time() < self.closes

    def next_open(self, moment: datetime) -> datetime:
        """``moment``, or the next opening of the office after it."""
        if self.is_open(moment):
            return moment
        opens = time(0) if self.opens == self.closes else self.opens
        day = datetime.combine(moment, opens, moment.tzinfo)
        while day < moment or not self._works_on(day):
            day += timedelta(days=1)
        return day

    def _works_on(self, moment: datetime) -> bool:
        return self.every_day or self.calendar.is_working_day(date(moment.year, moment.month, moment.day))


def calm_moment(
    moment: datetime,
    hours: OfficeHours,
    quiet_from: time | None,
    quiet_until: time | None,
    before: datetime | None = None,
) -> datetime:
    """When something may be said that would be said at ``moment``: in the office's hours and outside the reader's quiet ones.

    Where both never meet, the reader's own hours count. What happens at ``before`` is said in time to be read: outside the
    office's hours if need be, in quiet hours only as the last resort.
    """
    calm = moment
    for _round in range(ROUNDS):
        calm = after_quiet(hours.next_open(calm), quiet_from, quiet_until)
        if hours.is_open(calm):
            break
    else:
        calm = after_quiet(moment, quiet_from, quiet_until)
    if before is None:
        return calm
    for told in (calm, after_quiet(moment, quiet_from, quiet_until)):
        if told <= before - TIME_TO_READ:
            return told
    return moment
