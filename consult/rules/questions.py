"""What a procedure asks: questions to the proposer, attachments, sections of the review form; and how answers are read.

An answer is kept in the form that ``read_answer`` gives, and told in words by ``spoken``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .text import whole_number

TEXT, RATING, TEXT_AND_RATING, CHOICE, YES_NO, NUMBER = (
    "text", "rating", "text_and_rating", "choice", "yes_no", "number",
)  # fmt: skip
SECTION_KINDS = (TEXT_AND_RATING, TEXT, RATING, CHOICE, YES_NO, NUMBER)
QUESTION_KINDS = (YES_NO, CHOICE)
YES, NO = "yes", "no"
BEST_RATING = 5
MOST_DIGITS = 18


@dataclass(frozen=True)
class Answer:
    """One answer to one question: ``question`` is its code, ``answer`` yes, no or one of its options."""

    question: str
    answer: str


@dataclass(frozen=True)
class Question:
    """What the proposer is asked beside the description: yes or no, or one of ``options``."""

    code: str
    title: str
    hint: str = ""
    kind: str = YES_NO
    options: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True)
class ChecklistItem:
    """One attachment a dossier must or may bring. ``types`` are the names of accepted kinds of file.

    ``hint`` is what proposers read below its title. It is asked for where any answer of ``asked_if`` is given, always
    where there is none. ``sample`` is the name of a sample file that the union from which the procedure was taken over
    lays out.
    """

    code: str
    title: str
    required: bool = True
    types: tuple[str, ...] = ("pdf", "docx", "xlsx", "jpeg", "png")
    hint: str = ""
    sample: str = ""
    asked_if: tuple[Answer, ...] = ()


@dataclass(frozen=True)
class Section:
    """One part of the review form, shown where any answer of ``asked_if`` is given above it, always where there is none.

    ``options`` are those of a choice, ``scale`` the office's own words for the ratings from 1 to 5, ``unit`` that of a
    number. After a "no" words say why.
    """

    code: str
    title: str
    hint: str = ""
    kind: str = TEXT
    required: bool = True
    options: tuple[str, ...] = ()
    scale: tuple[str, ...] = ()
    unit: str = ""
    asked_if: tuple[Answer, ...] = ()

    @property
    def text(self) -> bool:
        """Whether it has room for words."""
        return self.kind in (TEXT, TEXT_AND_RATING, YES_NO)

    @property
    def rating(self) -> bool:
        return self.kind in (RATING, TEXT_AND_RATING)

    @property
    def value(self) -> str:
        """The name under which its answer is kept beside words, "" where there are only words."""
        return RATING if self.rating else self.kind if self.kind in (CHOICE, YES_NO, NUMBER) else ""


def answers_of(line: Question | Section) -> tuple[str, ...]:
    """The answers on which something may hang: those of a choice and of a question for yes or no."""
    return (YES, NO) if line.kind == YES_NO else line.options if line.kind == CHOICE else ()


def read_question(data: Mapping[str, Any]) -> Question:
    """A question in its stored form. Raises ``TypeError`` on what it cannot hold, as the other readers do."""
    return Question(**{**data, "options": tuple(data.get("options", ()))})


def read_item(data: Mapping[str, Any]) -> ChecklistItem:
    """An attachment in its stored form; before each could hold many files, ``several`` said which did."""
    values = {name: value for name, value in data.items() if name != "several"}
    types = tuple(data.get("types", ChecklistItem.types))
    return ChecklistItem(**{**values, "types": types, "asked_if": _read_conditions(data)})


def read_section(data: Mapping[str, Any]) -> Section:
    """A section in its stored form; before there were kinds, ``text`` and ``rating`` said what it asks for.

    One that asks for nothing has the kind "".
    """
    values = dict(data)
    asks = bool(values.pop("text", True)), bool(values.pop("rating", False))
    values.setdefault("kind", {(True, True): TEXT_AND_RATING, (True, False): TEXT, (False, True): RATING}.get(asks, ""))
    for name in ("options", "scale"):
        values[name] = tuple(values.get(name, ()))
    return Section(**{**values, "asked_if": _read_conditions(data)})


def _read_conditions(data: Mapping[str, Any]) -> tuple[Answer, ...]:
    return tuple(Answer(**one) for one in data.get("asked_if", ()))


# ---------------------------------------------------------------- answers
_GROUPED = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?:[. ][0-9]{3})+)(?:,[0-9]+)?")
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def read_number(typed: str) -> str | None:
    """A number as Vietnamese writes it, "1.234,5", in plain form: "1234.5"; None for anything else.

    A point parts thousands: "12.5" could be meant in two ways, and is none.
    """
    bare = typed.replace("\u00a0", " ").strip()
    return plain_number(re.sub("[. ]", "", bare).replace(",", ".")) if _GROUPED.fullmatch(bare) else None


def plain_number(text: str) -> str | None:
    """A number in plain digits, as in "1234.5", without needless zeros; None for anything else, and beyond ``MOST_DIGITS``."""
    if not _PLAIN.fullmatch(text) or sum(sign.isdecimal() for sign in text) > MOST_DIGITS:
        return None
    number = Decimal(text)
    written = f"{number:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    return written if number else "0"


def written_number(kept: str) -> str:
    """A number in plain form as Vietnamese writes it: "1234.5" → "1.234,5"."""
    whole, _point, part = kept.lstrip("-").partition(".")
    grouped = f"{int(whole or '0'):,}".replace(",", ".")
    return f"{'-' if kept.startswith('-') else ''}{grouped}{',' if part else ''}{part}"


def read_answer(section: Section, given: object) -> Any:
    """What is kept of an answer beside words: a rating as a number, the rest as texts; None where it is no answer."""
    text = str(given) if given is not None else ""
    if section.rating:
        rating = whole_number(text)
        return rating if rating is not None and 1 <= rating <= BEST_RATING else None
    if section.kind == NUMBER:
        return plain_number(text)
    return text if text in answers_of(section) else None


def spoken(section: Section, answer: Mapping[str, Any], yes: str = "Có", no: str = "Không") -> str:
    """An answer beside words as it is said: "4/5 (tốt)", "Có", "12,5 ha"; "" where there is none."""
    kept = answer.get(section.value) if section.value else None
    if kept in (None, ""):
        return ""
    if section.rating:
        return f"{kept}/{BEST_RATING}{f' ({word})' if (word := rating_word(section, kept)) else ''}"
    if section.kind == NUMBER:
        return f"{written_number(str(kept))} {section.unit}".strip()
    return {YES: yes, NO: no}[str(kept)] if section.kind == YES_NO else str(kept)


def rating_word(section: Section, rating: int) -> str:
    """The office's word for a rating, "" where it has none."""
    return section.scale[rating - 1] if len(section.scale) == BEST_RATING else ""


def read_answers(questions: Sequence[Question], given: Mapping[str, object]) -> dict[str, str]:
    """What is kept of the answers of a proposer: to questions that there are, among the answers that they have."""
    return {one.code: str(given[one.code]) for one in questions if str(given.get(one.code, "")) in answers_of(one)}
