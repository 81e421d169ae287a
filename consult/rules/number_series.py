"""How an office keeps its numbers: one series for each kind of document or one for all, and how symbols are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from .numbering import (
    DECISION,
    FORM,
    INVITATION,
    LETTER,
    LETTER_FORM,
    MINUTES,
    NOTICE,
    REPORT,
    form_problem,
    symbol,
)
from .problem import Problem, gettext_noop

# What an office numbers; receipts count dossiers, and are always a series of their own.
NUMBERED = (DECISION, REPORT, NOTICE, INVITATION, MINUTES, LETTER)
# The series that numbers all of them together.
TOGETHER = "CHUNG"
# The forms that are offered, the decree's first.
FORMS = (FORM, "{number}-{kind}/{union}", "{number}/{year}/{kind}-{union}", "{number}/{union}")
LETTER_FORMS = (LETTER_FORM, "{number}/CV-{union}", "{number}-CV/{union}", "{number}/{union}")
# Control and format characters, halves, what has no meaning, marks without a letter, separators of lines; and blanks.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Mc", "Zl", "Zp")
_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
# As the database keeps them.
MOST_FORM, MOST_SYMBOL = 60, 60
# The widest that a number becomes within a year.
WIDEST = 88_888


@dataclass(frozen=True)
class Style:
    """``together`` says that one series numbers everything; ``form`` and ``letter_form`` are those of ``rules.numbering``."""

    together: bool = False
    form: str = FORM
    letter_form: str = LETTER_FORM

    def form_of(self, kind: str) -> str:
        return self.form if kind else self.letter_form

    def written(self, number: int, kind: str, union: str, unit: str, year: int) -> str:
        """The symbol of a document of ``kind``."""
        return symbol(number, kind, union, unit, form=self.form_of(kind), year=year)


def _unseen(form: str) -> str | None:
    """The first sign of ``form`` that shows nothing, turns the direction of writing or sits on the sign before it."""
    composed = unicodedata.normalize("NFC", form)
    return next((sign for sign in composed if sign in _FILLERS or unicodedata.category(sign) in _UNSEEN), None)


def _runs_on(form: str) -> bool:
    """Whether what stands beside the number could be read as part of it: "10", "2026" or the letter of "12a"."""
    before, after = form.split("{number}")
    return before[-1:] == "}" or before[-1:].isnumeric() or after[:1] == "{" or after[:1].isalnum()


def style_problems(style: Style, union: str, unit: str) -> list[Problem]:
    """Why numbers cannot be kept so; ``where`` is ``form`` or ``letter_form``."""
    return list(_problems(style, union, unit))


def _problems(style: Style, union: str, unit: str) -> Iterator[Problem]:
    for where, kind in (("form", DECISION), ("letter_form", LETTER)):
        form = style.form_of(kind)
        problem = form_problem(form)
        if problem is not None:
            yield Problem(problem.code, problem.message, problem.values, where)
        elif len(form) > MOST_FORM or len(style.written(WIDEST, kind, union, unit, 2000)) > MOST_SYMBOL:
            yield Problem("symbol_long", gettext_noop("This form is too long to be printed."), {}, where)
        elif (sign := _unseen(form)) is not None:
            yield Problem(
                "unseen_sign", gettext_noop("There is a sign that nobody sees (U+%(sign)s). Type the form anew."),
                {"sign": f"{ord(sign):04X}"}, where,
            )  # fmt: skip
        elif _runs_on(form):
            yield Problem(
                "number_runs_on",
                gettext_noop(
                    "A figure, a letter or a placeholder beside {number} reads as part of the number. Put a sign such as / "
                    "or - between them."
                ),
                {}, where,
            )  # fmt: skip
    if not style.together and any(
        style.written(1, LETTER, union, unit, 2000) == style.written(1, kind, union, unit, 2000)
        for kind in NUMBERED if kind != LETTER
    ):  # fmt: skip
        yield Problem(
            "letter_like_others",
            gettext_noop("With a series of its own, a letter could bear the number and symbol of another document."),
            {}, "letter_form",
        )  # fmt: skip
    if "{kind}" in style.letter_form:
        yield Problem(
            "letter_with_kind", gettext_noop("A letter has no abbreviation: leave {kind} out."), {}, "letter_form"
        )
    if not style.together and "{kind}" not in style.form:
        yield Problem(
            "kind_missing",
            gettext_noop(
                "With a series for each kind, a decision and a report could bear the same number and symbol. Put {kind} in, "
                "or choose one series for all."
            ),
            {}, "form",
        )  # fmt: skip
