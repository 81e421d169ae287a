"""What a sheet would change, row by row, whatever it lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .legacy_text import legacy_encoding
from .problem import Problem, gettext_noop

ADD, CHANGE, SAME, FAULT = "add", "change", "same", "fault"
_DAY = re.compile(r"(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})")
_ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]00:00(?::00)?)?")


@dataclass(frozen=True)
class RowPlan:
    """What one row of a sheet would do.

    ``entry`` is the row as the sheet's own kind of entry. ``row`` counts from 1 without the head. ``target`` is the key of
    what it changes; that of an earlier row of the same sheet is its number, negative. ``alikes`` are those whose name is
    alike, to be chosen from. ``changes`` maps a column to what is there and what would be.
    """

    row: int
    action: str
    entry: Any
    target: int | None = None
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    alikes: tuple[int, ...] = ()


def count(plans: Iterable[RowPlan]) -> dict[str, int]:
    """How many rows do what."""
    counts = dict.fromkeys((ADD, CHANGE, SAME, FAULT), 0)
    for plan in plans:
        counts[plan.action] += 1
    return counts


def text_problems(cells: Mapping[str, str], most: Mapping[str, int], columns: Sequence[str]) -> list[Problem]:
    """What is longer than its column takes, and what is written in an encoding from before Unicode."""
    too_long = gettext_noop("This is longer than the %(most)s characters that fit: “%(text)s…”")
    old = gettext_noop(
        "“%(text)s” is written in the old encoding %(encoding)s. Convert the list, then check the names."
    )
    return [
        Problem("too_long", too_long, {"most": longest, "text": cells[column][:40]}, column)
        for column, longest in most.items()
        if len(cells[column]) > longest
    ] + [
        Problem("old_encoding", old, {"text": cells[column][:60], "encoding": encoding}, column)
        for column in columns
        if (encoding := legacy_encoding(cells[column]))
    ]


def read_day(text: str, where: str, problems: list[Problem]) -> date | None:
    """A day as sheets have it: 05/03/2026, or what a cell of days becomes as text. Says in ``problems`` what is none."""
    if not text:
        return None
    numbers: tuple[int, ...] = ()
    if found := _ISO_DAY.fullmatch(text):
        numbers = (int(found[1]), int(found[2]), int(found[3]))
    elif found := _DAY.fullmatch(text):
        numbers = (int(found[3]), int(found[2]), int(found[1]))
    try:
        day = date(*numbers) if numbers else None
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        message = gettext_noop("“%(text)s” is not a day. Write it in the form 05/03/2026.")
        problems.append(Problem("no_day", message, {"text": text[:40]}, where))
        return None
    return day


def written(value: Any) -> str:
    """A value of an entry as a sheet has it."""
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value or "")
