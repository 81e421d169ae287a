"""What is asked for only after a certain answer: attachments after an answer of the proposer, sections after one above them."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from .problem import Problem, gettext_noop
from .questions import BEST_RATING, CHOICE, Answer, ChecklistItem, Question, Section, answers_of
from .text import normal

# Problems of lines that hang on others: what is wrong may have been done to the other.
BROKEN = ("condition_not_above", "condition_no_answer")


class Conditional(Protocol):
    """A line with its code, and the answers of which any lets it be asked for."""

    @property
    def code(self) -> str: ...

    @property
    def asked_if(self) -> tuple[Answer, ...]: ...


Line = TypeVar("Line", bound=Conditional)


def asked(lines: Sequence[Line], answers: Mapping[str, str], above: Mapping[str, str] | None = None) -> list[Line]:
    """The lines that are asked for, in their order.

    ``answers`` are those to the lines themselves, by code; of a line that is not asked for, nothing counts. ``above`` are
    answers to questions that stand elsewhere, before all lines.
    """
    given = dict(above or {})
    found = []
    for line in lines:
        if not line.asked_if or any(given.get(one.question) == one.answer for one in line.asked_if):
            found.append(line)
            if line.code in answers:
                given[line.code] = answers[line.code]
    return found


def asked_items(
    checklist: Sequence[ChecklistItem], answers: Mapping[str, str], present: Collection[str] = ()
) -> list[ChecklistItem]:
    """The attachments that are asked for after ``answers`` of the proposer, and those of which files are ``present``."""
    wanted = {item.code for item in asked(checklist, {}, answers)} | set(present)
    return [item for item in checklist if item.code in wanted]


def asked_sections(form: Sequence[Section], content: Mapping[str, Mapping[str, Any]]) -> list[Section]:
    """The sections of a review form that are shown with what is answered in ``content``."""
    given = {one.code: str(content.get(one.code, {}).get(one.value, "")) for one in form if answers_of(one)}
    return asked(form, given)


def line_problems(
    questions: Sequence[Question], checklist: Sequence[ChecklistItem], form: Sequence[Section]
) -> Iterator[Problem]:
    """What of the lines of a procedure does not hold together, each at its place."""
    choosing: tuple[tuple[str, Sequence[Question | Section]], ...] = (("questions", questions), ("review_form", form))
    for name, lines in choosing:
        for place, line in enumerate(lines):
            if line.kind == CHOICE and len(line.options) < 2:
                yield Problem(
                    "options_missing",
                    gettext_noop("A choice needs at least two answers."),
                    {},
                    f"{name}.{place}.options",
                )
            for field in ("options", "scale"):
                yield from _answer_problems(getattr(line, field, ()), f"{name}.{place}.{field}")
    for place, section in enumerate(form):
        if not section.kind:
            asks = gettext_noop("A section asks for text, a rating, or both.")
            yield Problem("section_asks_nothing", asks, {}, f"review_form.{place}.text")
        if len(section.scale) not in (0, BEST_RATING):
            words = gettext_noop("Write a word for each rating from 1 to 5, or none at all.")
            yield Problem("scale_incomplete", words, {}, f"review_form.{place}.scale")
    known = {one.code: answers_of(one) for one in questions}
    for place, item in enumerate(checklist):
        yield from _condition_problems(item, known, f"checklist.{place}.asked_if")
    known = {}
    for place, section in enumerate(form):
        yield from _condition_problems(section, known, f"review_form.{place}.asked_if")
        known.setdefault(section.code, answers_of(section))


def _answer_problems(answers: Sequence[str], where: str) -> Iterator[Problem]:
    """Answers are kept, sent and compared as one plain line each: what is not would be another one by then."""
    met: set[str] = set()
    for answer in answers:
        plain = normal(answer)
        if not plain or plain != unicodedata.normalize("NFC", answer):
            message = gettext_noop("An answer is one line without spaces around it: “%(answer)s”.")
            yield Problem("answer_not_plain", message, {"answer": plain}, where)
        elif plain in met:
            yield Problem(
                "answer_twice", gettext_noop("The answer “%(answer)s” stands there twice."), {"answer": plain}, where
            )
        met.add(plain)


def _condition_problems(
    line: ChecklistItem | Section, known: Mapping[str, tuple[str, ...]], where: str
) -> Iterator[Problem]:
    for one in line.asked_if:
        if not known.get(one.question):
            yield Problem(
                "condition_not_above",
                gettext_noop("“%(title)s” hangs on an answer to a question that does not stand above it any more."),
                {"title": line.title}, where,
            )  # fmt: skip
            return
        if one.answer not in known[one.question]:
            yield Problem(
                "condition_no_answer", gettext_noop("“%(title)s” hangs on an answer that cannot be given any more."),
                {"title": line.title}, where,
            )  # fmt: skip
            return
