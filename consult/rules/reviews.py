"""When enough reviews are in, and what a review must hold."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from .problem import Problem, gettext_noop
from .procedure import Section

INVITED, WRITING, HANDED_IN = "invited", "writing", "handed_in"
BEST_RATING = 5


def reviews_suffice(states: Collection[str], least: int) -> bool:
    """Every reviewer who was asked and neither declined nor was excused has handed in, and not fewer than ``least``."""
    waiting = sum(state in (INVITED, WRITING) for state in states)
    return waiting == 0 and sum(state == HANDED_IN for state in states) >= least


def review_problems(
    form: Sequence[Section], content: Mapping[str, Mapping[str, object]], recommendation: str
) -> list[Problem]:
    """What still lacks before a review can be handed in. ``content`` maps a section to its text and rating."""
    problems = []
    for section in form:
        answer = content.get(section.code, {})
        if section.required and section.text and not str(answer.get("text", "")).strip():
            problems.append(
                Problem(
                    "section_empty",
                    gettext_noop("Write something under “%(section)s”."),
                    {"section": section.title},
                    f"text_{section.code}",
                )
            )
        if section.required and section.rating and not answer.get("rating"):
            problems.append(
                Problem(
                    "rating_missing",
                    gettext_noop("Choose a rating for “%(section)s”."),
                    {"section": section.title},
                    f"rating_{section.code}",
                )
            )
    if not recommendation:
        problems.append(
            Problem("recommendation_missing", gettext_noop("Choose a recommendation."), where="recommendation")
        )
    return problems
