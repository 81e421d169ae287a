"""When enough reviews are in, and what a review must hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .conditions import asked_sections
from .problem import Problem, gettext_noop
from .questions import CHOICE, NO, NUMBER, YES_NO, Section

INVITED, WRITING, HANDED_IN = "invited", "writing", "handed_in"
# What is said where the answer beside words is missing.
MISSING = {
    "rating": ("rating_missing", gettext_noop("Choose a rating for “%(section)s”.")),
    CHOICE: ("choice_missing", gettext_noop("Choose an answer for “%(section)s”.")),
    YES_NO: ("yes_no_missing", gettext_noop("Answer “%(section)s” with yes or no.")),
    NUMBER: ("number_missing", gettext_noop("Write a number for “%(section)s”.")),
}


def reviews_suffice(states: Collection[str], least: int) -> bool:
    """Every reviewer who was asked and neither declined nor was excused has handed in, and not fewer than ``least``."""
    waiting = sum(state in (INVITED, WRITING) for state in states)
    return waiting == 0 and sum(state == HANDED_IN for state in states) >= least


def review_problems(
    form: Sequence[Section], content: Mapping[str, Mapping[str, object]], recommendation: str
) -> list[Problem]:
    """What still lacks before a review can be handed in. ``content`` maps a section to its words and answer.

    A section that is not shown with these answers asks for nothing.
    """
    problems = []
    for section in asked_sections(form, content):
        answer = content.get(section.code, {})
        said = {"section": section.title}
        if _needs_words(section, answer) and not str(answer.get("text", "")).strip():
            problems.append(_words_missing(section, said))
        if section.required and section.value and not answer.get(section.value):
            code, message = MISSING[section.value]
            problems.append(Problem(code, message, said, f"{section.value}_{section.code}"))
    if not recommendation:
        problems.append(
            Problem("recommendation_missing", gettext_noop("Choose a recommendation."), where="recommendation")
        )
    return problems


def _needs_words(section: Section, answer: Mapping[str, object]) -> bool:
    """A "no" is explained even where the question may be left out."""
    if section.kind == YES_NO:
        return answer.get(YES_NO) == NO
    return section.required and section.text


def _words_missing(section: Section, said: Mapping[str, str]) -> Problem:
    where = f"text_{section.code}"
    if section.kind == YES_NO:
        return Problem("no_unexplained", gettext_noop("Say why the answer to “%(section)s” is no."), said, where)
    return Problem("section_empty", gettext_noop("Write something under “%(section)s”."), said, where)
