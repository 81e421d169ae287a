"""A version of a procedure in words, line by line: to be read, and to be compared with another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from consult.forms.procedure_parts import FORMS, part_of
from consult.models import Procedure
from consult.problem_text import problem_text
from consult.rules.problem import Problem
from consult.rules.procedure import ChecklistItem, Section
from consult.texts import PROCEDURE_PARTS

# The key of the line that says in which order the others of its list stand.
ORDER = ".order"


@dataclass(frozen=True)
class Line:
    """One setting in words. ``key`` is the same in every version."""

    part: str
    key: str
    label: str
    value: str


@dataclass(frozen=True)
class Change:
    """One line that differs; what is not there in one of the two versions is ""."""

    part: str
    label: str
    before: str
    after: str

    @property
    def part_label(self) -> str:
        return _(PROCEDURE_PARTS[self.part])


@dataclass(frozen=True)
class Lines:
    """All lines of a version, in their order."""

    lines: tuple[Line, ...]

    def changes_to(self, newer: Lines) -> list[Change]:
        """What is otherwise in ``newer``: first what it has, in its order, then what it has no longer."""
        old = {line.key: line for line in self.lines}
        new = {line.key: line for line in newer.lines}
        found = [change for key, line in new.items() if (change := _change(old.get(key), line, list(old), list(new)))]
        gone = [line for key, line in old.items() if key not in new]
        return found + [Change(line.part, line.label, line.value, "") for line in gone]


def _change(before: Line | None, after: Line, old: list[str], new: list[str]) -> Change | None:
    if before is None:
        return Change(after.part, after.label, "", after.value)
    if after.key.endswith(ORDER):
        # Only where what is in both stands otherwise: what came in and what went is told by itself.
        stays = {key for key in set(old) & set(new) if key.startswith(f"{after.part}.")}
        if [key for key in old if key in stays] == [key for key in new if key in stays]:
            return None
    elif before.label != after.label:
        return Change(after.part, after.label, f"{before.label}: {before.value}", f"{after.label}: {after.value}")
    elif before.value == after.value:
        return None
    return Change(after.part, after.label, before.value, after.value)


@dataclass(frozen=True)
class Part:
    """A part with its lines, and what of it stands against its coming into force."""

    name: str
    label: str
    lines: list[Line]
    faults: list[str]


def lines_of(procedure: Procedure) -> Lines:
    return Lines(tuple(_lines(procedure)))


def parts_of(procedure: Procedure, problems: Sequence[Problem]) -> list[Part]:
    """The parts of a version in the order in which its pages stand."""
    lines = list(_lines(procedure))
    return [
        Part(
            name, _(label), [line for line in lines if line.part == name and not line.key.endswith(ORDER)],
            [problem_text(one) for one in problems if part_of(one.where) == name],
        )
        for name, label in PROCEDURE_PARTS.items() if name
    ]  # fmt: skip


def _lines(procedure: Procedure) -> Iterator[Line]:
    rules = procedure.rules
    for part in PROCEDURE_PARTS:
        if part == "checklist":
            yield from _of_rows(part, [(one.code, one.title, _item(one)) for one in rules.checklist])
        elif part == "review-form":
            yield from _of_rows(part, [(one.code, one.title, _section(one)) for one in rules.review_form])
        elif part:
            form = FORMS[part](procedure=procedure)
            for field in form:
                yield Line(part, f"{part}.{field.name}", str(field.label), _shown(field))


def _of_rows(part: str, rows: list[tuple[str, str, str]]) -> Iterator[Line]:
    for code, title, value in rows:
        yield Line(part, f"{part}.{code}", title, value)
    yield Line(part, f"{part}{ORDER}", _("Order"), " – ".join(title for _code, title, _value in rows))


def _shown(field: forms.BoundField) -> str:
    value: Any = field.value()
    if isinstance(field.field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field.field, forms.MultipleChoiceField | forms.ChoiceField):
        chosen = [str(one) for one in (value if isinstance(value, list | tuple) else [value])]
        words = [str(label) for key, label in list(field.field.widget.choices) if str(key) in chosen]  # type: ignore[attr-defined]
        return ", ".join(words) or "–"
    unit = getattr(field.field, "unit", "")
    return f"{value} {unit}".strip() or "–"


def _item(item: ChecklistItem) -> str:
    required = _("required") if item.required else _("if available")
    parts = (required, ", ".join(one.upper() for one in item.types), item.hint)
    return " · ".join(part for part in parts if part)


def _section(section: Section) -> str:
    asks = [_("answer in words")] if section.text else []
    asks += [_("rating from 1 to 5")] if section.rating else []
    required = _("required") if section.required else _("if available")
    return " · ".join(part for part in (required, ", ".join(asks), section.hint) if part)
