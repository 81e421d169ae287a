"""Where a task of a year's list stands, whether it is late, and what a sheet of tasks would change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .problem import Problem, gettext_noop
from .sheets import ADD, CHANGE, FAULT, SAME, RowPlan, text_problems
from .text import normal, normalise_for_search, whole_number, year_number

# A task has no dossier, has one under way, its opinion is issued, it was given up, or its dossier ended without an opinion.
OPEN, UNDER_WAY, DONE, GIVEN_UP, ENDED = "open", "under_way", "done", "given_up", "ended"
STATES = (OPEN, UNDER_WAY, DONE, GIVEN_UP, ENDED)

COLUMNS = ("year", "title", "source", "given_by", "letter", "quarter", "money", "responsible")
MOST = {"title": 500, "given_by": 300, "letter": 200, "responsible": 200}
MOST_MONEY = 10**14
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}


def state_of(stage: str, outcome: str, given_up: str) -> str:
    """Where a task stands; ``stage`` and ``outcome`` are its dossier's, "" without one."""
    if given_up:
        return GIVEN_UP
    if not stage:
        return OPEN
    if stage == "response" or outcome == "archived":
        return DONE
    return ENDED if outcome else UNDER_WAY


def last_day(year: int, quarter: int | None) -> date:
    """The day by which a task should be done: the last of its quarter or, without one, of its year."""
    month = 3 * (quarter or 4)
    return date(year, month, 31 if month in (3, 12) else 30)


def is_late(state: str, year: int, quarter: int | None, today: date) -> bool:
    """Whether a task should have been done before ``today`` and is not."""
    return state in (OPEN, UNDER_WAY) and last_day(year, quarter) < today


_LETTER = re.compile(
    r"(?:(?:văn bản|công văn)\s+)?(?:số\s*:?\s*)?(?P<symbol>\S*\d\S*?)"
    r"(?:\s*[,;(]?\s*(?:ngày\s+)?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})\)?)?\s*\.?",
    re.IGNORECASE,
)
_MOST_SYMBOL = 60


def letter_parts(text: str) -> tuple[str, date | None]:
    """Number and symbol, and day, of a letter as a list names it: "1410/UBND-CN ngày 19/03/2020"; ("", None) of other words."""
    found = _LETTER.fullmatch(normal(text))
    if found is None or len(found["symbol"]) > _MOST_SYMBOL:
        return "", None
    if found["day"] is None:
        return found["symbol"], None
    try:
        return found["symbol"], date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return "", None


@dataclass(frozen=True)
class TaskEntry:
    """One row of a sheet. ``source`` is a code, ``responsible`` the key of an officer, 0 for nobody; money in đồng."""

    year: int = 0
    title: str = ""
    source: str = ""
    given_by: str = ""
    letter: str = ""
    quarter: int | None = None
    money: int | None = None
    responsible: int = 0


@dataclass(frozen=True)
class TaskVocabulary:
    """Origins by their folded names, how a code is written, officers by their folded names, and the year of rows without one.

    ``names`` are those of officers by their keys.
    """

    sources: Mapping[str, str]
    labels: Mapping[str, str]
    officers: Mapping[str, int]
    names: Mapping[int, str]
    year: int

    def shown(self, entry: TaskEntry, column: str) -> str:
        """A column of an entry as a sheet has it."""
        value = getattr(entry, column)
        if column == "source":
            return self.labels.get(value, value)
        if column == "responsible":
            return self.names.get(value, "")
        return "" if value in (None, 0) else str(value)


def read_row(cells: Mapping[str, str], known: TaskVocabulary) -> tuple[TaskEntry, list[Problem]]:
    """A row as an entry, and what is wrong with its cells."""
    text = {column: normal(cells.get(column, "")) for column in COLUMNS}
    problems = text_problems(text, MOST, COLUMNS)
    if not text["title"]:
        problems.append(Problem("title_missing", gettext_noop("The title is missing."), where="title"))
    year = year_number(text["year"]) if text["year"] else known.year
    if year is None:
        problems.append(Problem("no_year", gettext_noop("Write the year in the form 2026."), where="year"))
    source = known.sources.get(normalise_for_search(text["source"]), "")
    if text["source"] and not source:
        message = gettext_noop("There is no origin called “%(name)s”.")
        problems.append(Problem("no_such_source", message, {"name": text["source"][:80]}, "source"))
    responsible = known.officers.get(normalise_for_search(text["responsible"]), 0)
    if text["responsible"] and not responsible:
        message = gettext_noop("Your union has no officer called “%(name)s”.")
        problems.append(Problem("no_such_officer", message, {"name": text["responsible"][:80]}, "responsible"))
    entry = TaskEntry(
        year or 0, text["title"], source, text["given_by"], text["letter"], _quarter(text["quarter"], problems),
        _money(text["money"], problems), responsible,
    )  # fmt: skip
    return entry, problems


def _quarter(text: str, problems: list[Problem]) -> int | None:
    bare = normalise_for_search(text).removeprefix("quy").strip(" .")
    found = _QUARTERS.get(bare)
    if text and found is None:
        message = gettext_noop("“%(text)s” is no quarter. Write 1, 2, 3 or 4.")
        problems.append(Problem("no_quarter", message, {"text": text[:40]}, "quarter"))
    return found


def _money(text: str, problems: list[Problem]) -> int | None:
    bare = "".join(sign for sign in text if sign not in " .,")
    found = whole_number(bare) if bare else None
    if bare and (found is None or found > MOST_MONEY):
        message = gettext_noop("“%(text)s” is no amount in đồng.")
        problems.append(Problem("no_amount", message, {"text": text[:40]}, "money"))
        return None
    return found


def key_of(year: int, title: str) -> tuple[int, str]:
    """By what a task is known in a sheet: its year and its title, however its letters are written."""
    return year, normalise_for_search(title)


def plan_tasks(
    rows: Sequence[Mapping[str, str]], existing: Mapping[int, TaskEntry], known: TaskVocabulary
) -> list[RowPlan]:
    """What each row would change, in order."""
    by_key: dict[tuple[int, str], list[int]] = {}
    for number, task in existing.items():
        by_key.setdefault(key_of(task.year, task.title), []).append(number)
    met: set[tuple[int, str]] = set()
    plans = []
    for number, cells in enumerate(rows, start=1):
        entry, problems = read_row(cells, known)
        key = key_of(entry.year, entry.title)
        if key in met:
            problems.append(Problem("row_twice", gettext_noop("This title stands in the sheet twice."), where="title"))
        met.add(key)
        there = by_key.get(key, [])
        if len(there) > 1:
            message = gettext_noop("Several tasks of this year have this title; change them on their pages.")
            problems.append(Problem("title_ambiguous", message, where="title"))
        target = there[0] if there else None
        plans.append(_plan_row(RowPlan(number, ADD, entry, target, {}, tuple(problems)), existing, known))
    return plans


def merged(old: TaskEntry, new: TaskEntry) -> TaskEntry:
    """``old`` with what ``new`` says; an empty cell leaves what is there, a title without its accents spoils none."""
    values = {column: getattr(new, column) or getattr(old, column) for column in COLUMNS}
    return TaskEntry(**{**values, "title": old.title})


def _plan_row(plan: RowPlan, existing: Mapping[int, TaskEntry], known: TaskVocabulary) -> RowPlan:
    old = existing.get(plan.target) if plan.target is not None else None
    problems = list(plan.problems)
    if old is None and not plan.entry.source and not any(one.where == "source" for one in problems):
        problems.append(Problem("source_missing", gettext_noop("Say where the task comes from."), where="source"))
    new = plan.entry if old is None else merged(old, plan.entry)
    was = old or TaskEntry()
    changes = {
        c: (known.shown(was, c), known.shown(new, c)) for c in COLUMNS if getattr(was, c) != getattr(new, c)
    }  # fmt: skip
    if problems:
        return replace(plan, action=FAULT, problems=tuple(problems))
    return replace(plan, entry=new, action=ADD if old is None else CHANGE if changes else SAME, changes=changes)
