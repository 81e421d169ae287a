"""A version of a procedure in words, line by line: to be read, and to be compared with another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from consult.forms.dossier import answer_choices
from consult.forms.procedure_parts import FORMS, part_of
from consult.forms.procedure_rows import KINDS, QUESTION_KINDS
from consult.models import Procedure
from consult.problem_text import problem_text
from consult.rules.problem import Problem
from consult.rules.questions import ChecklistItem, Question, Section
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
        if part == "questions":
            yield from _of_rows(part, [(one.code, one.title, _question(one)) for one in rules.questions])
        elif part == "checklist":
            rows = [(one.code, one.title, _item(one, rules.questions)) for one in rules.checklist]
            yield from _of_rows(part, rows)
        elif part == "review-form":
            sections = [(one.code, one.title, _section(one, rules.review_form)) for one in rules.review_form]
            yield from _of_rows(part, sections)
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


def _together(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _required(required: bool) -> str:
    return _("required") if required else _("if available")


def only_after(line: ChecklistItem | Section, sources: Sequence[Question | Section]) -> str:
    """The answers on which a line hangs, in words; "" where it is always asked for."""
    known = {one.code: one for one in sources}
    said = []
    for one in line.asked_if:
        source = known.get(one.question)
        answer = dict(answer_choices(source)).get(one.answer, one.answer) if source else one.answer
        said.append(f"{source.title if source else one.question} – {answer}")
    return "; ".join(said)


def _hangs_on(line: ChecklistItem | Section, sources: Sequence[Question | Section]) -> str:
    answers = only_after(line, sources)
    return _("only after %(answers)s") % {"answers": answers} if answers else ""


def _question(question: Question) -> str:
    asks = QUESTION_KINDS.get(question.kind, question.kind)
    return _together(_required(question.required), str(asks), " / ".join(question.options), question.hint)


def _item(item: ChecklistItem, questions: Sequence[Question]) -> str:
    return _together(
        _required(item.required), ", ".join(one.upper() for one in item.types), _hangs_on(item, questions), item.hint
    )


def _section(section: Section, form: Sequence[Section]) -> str:
    return _together(
        _required(section.required), str(KINDS.get(section.kind, "")), " / ".join(section.options or section.scale),
        section.unit, _hangs_on(section, form), section.hint,
    )  # fmt: skip
