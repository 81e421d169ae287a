"""Series of numbers: what makes one whole, and late entries, numbered by hand while the system could not be reached."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date

from .problem import Problem, gettext_noop

_COPY = re.compile(r"^-?\s*Lưu:\s*(.*?)[.;]?$")


def named(kind: str, subject: str) -> str:
    """Kind and subject as a register says them; a subject that begins with its kind says it once."""
    return subject if not kind or subject.lower().startswith(kind.lower()) else f"{kind}: {subject}"


def recipients_and_copy(lines: Iterable[str]) -> tuple[str, str]:
    """The lines of "Nơi nhận" of a document as a register says them: who receives it, and who keeps the copy."""
    receive, keep = [], ""
    for line in lines:
        copy = _COPY.match(line)
        if copy:
            keep = copy[1]
        else:
            receive.append(line.strip(" -;."))
    return "; ".join(receive), keep


def late_entry_problem(
    number: int, last: int, day: date, today: date, last_day: date | None, left: tuple[int, date] | None = None
) -> Problem | None:
    """Why a number given by hand cannot be entered, or None.

    It has to be the next of its series, since none may be skipped silently and none given twice; its day lies in the
    series' year, not in the future and not before the day of the number before it. ``left`` says of a series that
    another took the place of up to which number that one left numbers alone, and its first day.
    """
    if number <= last:
        return Problem(
            "number_given",
            gettext_noop("Number %(number)s has already been given; see the register."),
            {"number": number},
        )
    if left is not None and number > left[0]:
        return Problem(
            "series_left",
            gettext_noop(
                "The series was changed on %(day)s, and the new one numbers from %(first)s on. A document of before "
                "cannot bear number %(number)s; give it a number with a letter."
            ),
            {"day": f"{left[1]:%d/%m/%Y}", "first": left[0] + 1, "number": number},
            where="number",
        )
    if number > last + 1:
        return Problem(
            "numbers_missing",
            gettext_noop("Numbers %(first)s to %(last)s are missing before it. Enter those first."),
            {"first": last + 1, "last": number - 1},
        )
    if day > today:
        return Problem("day_future", gettext_noop("This day is in the future."), {})
    if last_day is not None and day < last_day:
        return Problem(
            "older_than_before",
            gettext_noop("The number before it was given on %(day)s; this one cannot be older."),
            {"day": f"{last_day:%d/%m/%Y}"},
        )
    return None


def suffix_problem(
    number: int, suffix: str, last: int, taken: Collection[str], day: date, today: date, its_day: date | None
) -> Problem | None:
    """Why a number with a letter, "12a", cannot be entered, or None: such a number stands on paper beside one that was given.

    ``taken`` are the letters that the number has already, ``its_day`` the day on which it was given.
    """
    if not re.fullmatch("[a-z]", suffix):
        return Problem("suffix_wrong", gettext_noop("Write one small letter, as in 12a."), {}, where="suffix")
    if number > last:
        return Problem(
            "number_not_given",
            gettext_noop("Number %(number)s has not been given yet, so none can stand beside it."),
            {"number": number},
        )
    if suffix in taken:
        return Problem(
            "number_given",
            gettext_noop("Number %(number)s has already been given; see the register."),
            {"number": f"{number}{suffix}"},
        )
    if day > today:
        return Problem("day_future", gettext_noop("This day is in the future."), {})
    if its_day is not None and day < its_day:
        return Problem(
            "older_than_before",
            gettext_noop("The number before it was given on %(day)s; this one cannot be older."),
            {"day": f"{its_day:%d/%m/%Y}"},
        )
    return None


def series_faults(numbers: Iterable[int], last: int, on_paper: int = 0) -> Iterator[tuple[str, int, int]]:
    """What is wrong with a series, whose ``numbers`` come in order and should go on after ``on_paper`` to ``last``.

    Each as (fault, first, last). Faults are ``missing`` and ``beyond`` (given, though the series ends before).
    """
    place = on_paper
    for number in numbers:
        if number > place + 1:
            yield "missing", place + 1, number - 1
        place = max(place, number)
    if place < last:
        yield "missing", place + 1, last
    elif place > last:
        yield "beyond", last + 1, place
