"""Series of numbers: what makes one whole, and late entries, numbered by hand while the system could not be reached."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from .problem import Problem, gettext_noop


def late_entry_problem(number: int, last: int, day: date, today: date, last_day: date | None) -> Problem | None:
    """Why a number given by hand cannot be entered, or None.

    It has to be the next of its series, since none may be skipped silently and none given twice; its day lies in the
    series' year, not in the future and not before the day of the number before it.
    """
    if number <= last:
        return Problem(
            "number_given", gettext_noop("Number %(number)s is given already; see the register."), {"number": number}
        )
    if number > last + 1:
        return Problem(
            "numbers_missing",
            gettext_noop("Numbers %(first)s to %(last)s are missing before it. Enter those first."),
            {"first": last + 1, "last": number - 1},
        )
    if day > today:
        return Problem("day_future", gettext_noop("The day lies in the future."), {})
    if last_day is not None and day < last_day:
        return Problem(
            "older_than_before",
            gettext_noop("The number before it was given on %(day)s; this one cannot be older."),
            {"day": f"{last_day:%d/%m/%Y}"},
        )
    return None


def series_faults(numbers: Iterable[int], last: int) -> Iterator[tuple[str, int, int]]:
    """What is wrong with a series, whose ``numbers`` come in order and should be 1 to ``last``: (fault, first, last).

    Faults are ``missing`` and ``beyond`` (given, though the series ends before).
    """
    place = 0
    for number in numbers:
        if number > place + 1:
            yield "missing", place + 1, number - 1
        place = number
    if place < last:
        yield "missing", place + 1, last
    elif place > last:
        yield "beyond", last + 1, place
