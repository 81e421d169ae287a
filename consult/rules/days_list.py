"""A year's list of days off and days worked, as an office has it in a decision: one day or span a line, with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .problem import Problem, gettext_noop
from .text import normalise_for_search

# Longer lists are not one year's.
MOST_LINES, MOST_DAYS, LONGEST_SPAN = 200, 120, 31
_DAY = r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})(?:\s*[/.\-]\s*(\d{4}))?"
_NUMBERED = re.compile(r"^\s*\d{1,3}[.)]\s+(?=.*\d\s*[/.\-]\s*\d)")
_LINE = re.compile(rf"^.*?(?<!\d){_DAY}(?:\s*(?:-|–|—|đến|den|to|tới)\s*(?:ngày\s*)?{_DAY})?(.*)$", re.IGNORECASE)
_WORKED = re.compile(r"\b(lam bu|di lam|lam viec|worked|working)\b")
_LEADING = re.compile(r"^[\s:;,.()–—\-\t|]+|[\s:;,()\-–—\t|]+$")
_WRONG = gettext_noop("Line %(line)s is not understood: %(text)s")
_NO_DAY = gettext_noop("Line %(line)s: there is no such day: %(text)s")
_SPAN = gettext_noop("Line %(line)s: the last day is before the first, or the span is longer than %(most)s days.")
_TWICE = gettext_noop("Line %(line)s: %(day)s stands in the list twice.")
_PAST = gettext_noop("Line %(line)s: past years are closed: enter days of %(year)s or later.")
_LONG = gettext_noop("The list is too long: at most %(most)s days at once.")


@dataclass(frozen=True)
class ListedDay:
    """One day of the list: off, or worked although the country is off."""

    day: date
    working: bool
    reason: str


def read_days(text: str, year: int) -> tuple[list[ListedDay], list[Problem]]:
    """The days of a pasted list, in order, and what was not understood. Days without a year are of ``year``.

    A line that says "làm bù", "đi làm" or "worked" is a day worked; any other is a day off. A span's days are all taken, also
    those that are off already: it is the office's decision that counts.
    """
    found: dict[date, ListedDay] = {}
    problems: list[Problem] = []
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    for number, line in lines[:MOST_LINES]:
        for listed in _read_line(number, line, year, problems):
            if listed.day in found:
                problems.append(Problem("day_twice", _TWICE, {"line": number, "day": f"{listed.day:%d/%m/%Y}"}))
            found[listed.day] = listed
    if len(lines) > MOST_LINES or len(found) > MOST_DAYS:
        problems.append(Problem("list_too_long", _LONG, {"most": MOST_DAYS}))
    return [found[day] for day in sorted(found)], problems


def _read_line(number: int, line: str, year: int, problems: list[Problem]) -> Iterator[ListedDay]:
    match = _LINE.match(_NUMBERED.sub("", line))
    said = {"line": number, "text": line[:80]}
    if match is None:
        problems.append(Problem("line_unclear", _WRONG, said))
        return
    day, month, own, last_day, last_month, last_own, rest = match.groups()
    try:
        last_year = int(last_own or own or year)
        first = date(int(own or last_year), int(month), int(day))
        last = date(last_year, int(last_month), int(last_day)) if last_day else first
    except ValueError:
        problems.append(Problem("no_such_day", _NO_DAY, said))
        return
    if not first <= last < first + timedelta(days=LONGEST_SPAN):
        problems.append(Problem("span_wrong", _SPAN, {"line": number, "most": LONGEST_SPAN}))
        return
    if first.year < year:
        problems.append(Problem("year_past", _PAST, {"line": number, "year": year}))
        return
    reason = _LEADING.sub("", rest)
    reason = _LEADING.sub("", reason)[:200]
    working = bool(_WORKED.search(normalise_for_search(line)))
    for n in range((last - first).days + 1):
        yield ListedDay(first + timedelta(days=n), working, reason)
