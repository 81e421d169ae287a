"""A sheet of bodies: what each row would change. A body is recognised by its name, however its letters are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from .problem import Problem, gettext_noop
from .sheets import ADD, CHANGE, FAULT, SAME, RowPlan, text_problems
from .text import normal, normalise_for_search

COLUMNS = ("name", "kind", "level", "parent", "place", "address", "identification_code")
MOST = {"name": 300, "parent": 300, "place": 100, "address": 300, "identification_code": 40}


@dataclass(frozen=True)
class BodyEntry:
    """One row. ``kind`` and ``level`` are codes; ``parent`` is a name."""

    name: str = ""
    kind: str = ""
    level: str = ""
    parent: str = ""
    place: str = ""
    address: str = ""
    identification_code: str = ""


@dataclass(frozen=True)
class BodyVocabulary:
    """Kinds and levels by their folded names, how a code is written, and the folded names of bodies to be under."""

    kinds: Mapping[str, str]
    levels: Mapping[str, str]
    labels: Mapping[str, str]
    parents: Mapping[str, str]

    def shown(self, entry: BodyEntry, column: str) -> str:
        """A column of an entry as a sheet has it."""
        value = str(getattr(entry, column))
        return self.labels.get(value, value) if column in ("kind", "level") else value


def read_row(cells: Mapping[str, str], known: BodyVocabulary) -> tuple[BodyEntry, list[Problem]]:
    """A row as an entry, and what is wrong with its cells."""
    text = {column: normal(cells.get(column, "")) for column in COLUMNS}
    problems = text_problems(text, MOST, COLUMNS)
    if not text["name"]:
        problems.append(Problem("name_missing", gettext_noop("The name is missing."), where="name"))
    values = dict(text)
    strange = {
        "kind": (known.kinds, gettext_noop("There is no kind of body called “%(name)s”.")),
        "level": (known.levels, gettext_noop("There is no level called “%(name)s”.")),
    }
    for column, (codes, message) in strange.items():
        values[column] = codes.get(normalise_for_search(text[column]), "")
        if text[column] and not values[column]:
            problems.append(Problem(f"no_such_{column}", message, {"name": text[column][:80]}, column))
    return BodyEntry(**values), problems


def plan_bodies(
    rows: Sequence[Mapping[str, str]],
    existing: Mapping[int, BodyEntry],
    known: BodyVocabulary,
    refused: Mapping[int, Problem],
) -> list[RowPlan]:
    """What each row would change, in order. ``refused`` says which bodies are not this union's alone to change."""
    bodies = dict(existing)
    by_name: dict[str, list[int]] = {}
    for key, body in bodies.items():
        by_name.setdefault(normalise_for_search(body.name), []).append(key)
    parents = dict(known.parents)
    above = {normalise_for_search(body.name): normalise_for_search(body.parent) for body in bodies.values()}
    met: set[str] = set()
    plans = []
    for number, cells in enumerate(rows, start=1):
        entry, problems = read_row(cells, known)
        folded = normalise_for_search(entry.name)
        if folded and folded in met:
            problems.append(Problem("row_twice", gettext_noop("This name stands in the sheet twice."), where="name"))
        met.add(folded)
        entry = _under(entry, parents, problems)
        if _comes_back(folded, entry.parent, above):
            message = gettext_noop("“%(name)s” is under this body already, itself or through others.")
            problems.append(Problem("circle", message, {"name": entry.parent[:80]}, "parent"))
        keys = by_name.get(folded, [])
        if len(keys) > 1:
            message = gettext_noop("Several bodies have this name; change them on their pages.")
            problems.append(Problem("name_ambiguous", message, where="name"))
        plan = _plan_row(
            RowPlan(number, ADD, entry, keys[0] if keys else None, {}, tuple(problems)), bodies, known, refused
        )
        plans.append(plan)
        if plan.action != FAULT and entry.parent:
            above[folded] = normalise_for_search(entry.parent)
        if plan.action == ADD:
            bodies[-number] = entry
            by_name.setdefault(folded, []).append(-number)
            parents[folded] = entry.name
    return plans


def _under(entry: BodyEntry, parents: Mapping[str, str], problems: list[Problem]) -> BodyEntry:
    """The entry with its parent as that is written; it stands in the list, or in an earlier row."""
    if not entry.parent:
        return entry
    folded = normalise_for_search(entry.parent)
    if folded == normalise_for_search(entry.name):
        problems.append(Problem("under_itself", gettext_noop("A body is not under itself."), where="parent"))
    elif folded not in parents:
        message = gettext_noop("Your union has no body called “%(name)s”. Let it stand in a row above.")
        problems.append(Problem("no_such_body", message, {"name": entry.parent[:80]}, "parent"))
    return replace(entry, parent=parents.get(folded, entry.parent))


def _comes_back(name: str, parent: str, above: Mapping[str, str]) -> bool:
    """Whether a new ``parent`` of ``name`` leads up to it again; a parent of the same name is said elsewhere."""
    first = normalise_for_search(parent)
    if first == above.get(name, ""):
        # It is so already, however it came about.
        return False
    place, seen = above.get(first, ""), {""}
    while place not in seen:
        if place == name:
            return True
        seen.add(place)
        place = above.get(place, "")
    return False


def merged(old: BodyEntry, new: BodyEntry) -> BodyEntry:
    """``old`` with what ``new`` says; an empty cell leaves what is there, a name without its accents spoils none."""
    values = {column: getattr(new, column) or getattr(old, column) for column in COLUMNS}
    return BodyEntry(**{**values, "name": old.name})


def _plan_row(
    plan: RowPlan, bodies: Mapping[int, BodyEntry], known: BodyVocabulary, refused: Mapping[int, Problem]
) -> RowPlan:
    old = bodies.get(plan.target) if plan.target is not None else None
    entry: BodyEntry = plan.entry
    problems = list(plan.problems)
    if old is None and not entry.kind and not any(problem.where == "kind" for problem in problems):
        problems.append(Problem("kind_missing", gettext_noop("Say what kind of body this is."), where="kind"))
    new = entry if old is None else merged(old, entry)
    was = old or BodyEntry()
    changes = {
        c: (known.shown(was, c), known.shown(new, c)) for c in COLUMNS if getattr(was, c) != getattr(new, c)
    }  # fmt: skip
    if changes and plan.target is not None and plan.target in refused:
        problems.append(refused[plan.target])
    if problems:
        return replace(plan, action=FAULT, problems=tuple(problems))
    return replace(plan, action=ADD if old is None else CHANGE if changes else SAME, changes=changes)
