"""Which nights' backups are kept, when the next one is due, and when somebody is told that there is none."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

NIGHTS, MONTHS = 14, 12
# Of the day, by the office's clock.
HOURS = range(1, 6)
AT_LEAST_APART, AT_MOST_APART = timedelta(hours=20), timedelta(hours=30)
TRIED_EVERY, PATIENCE = timedelta(days=30), timedelta(days=1)
MISSED_AFTER = timedelta(days=2)


def kept_nights(nights: Iterable[date]) -> frozenset[date]:
    """The nights to keep of those that have a finished backup: the newest 14, and the first of each of the newest 12 months.

    Counted by what is there and not by today: where backups have stopped, the last ones stay.
    """
    newest_first = sorted(set(nights), reverse=True)
    first_of_month = {(night.year, night.month): night for night in newest_first}
    months = sorted(first_of_month, reverse=True)[:MONTHS]
    return frozenset([*newest_first[:NIGHTS], *(first_of_month[month] for month in months)])


def is_due(last: datetime | None, now: datetime) -> bool:
    """Whether a backup is due at ``now``, which is in the office's own time.

    Once a night; on a machine that is off at night, as soon as the last one is long ago. A clock that was put back does not
    make it wait.
    """
    if last is None or last > now:
        return True
    since = now - last
    return since > AT_MOST_APART or (since > AT_LEAST_APART and now.hour in HOURS)


def is_trial_due(last: datetime | None, first_made: datetime, now: datetime) -> bool:
    """Whether a backup is to be restored into scratch: once a month, at night, or by day on a machine that is off at night.

    ``first_made`` is when there was a backup first, ``now`` is in the office's own time.
    """
    since = now - (last if last is not None else first_made)
    waits = TRIED_EVERY if last is not None else timedelta(0)
    if since < timedelta(0):
        return True
    return since > waits and (now.hour in HOURS or since > waits + PATIENCE)


def is_missed(last: datetime, now: datetime) -> bool:
    """Whether people are told that there has been no backup since ``last``."""
    return now - last > MISSED_AFTER
