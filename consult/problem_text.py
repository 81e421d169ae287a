"""Problems of the rules, put into the user's language."""

from __future__ import annotations

from django.utils.translation import gettext

from consult.rules.problem import Problem


def problem_text(problem: Problem) -> str:
    """The problem as a sentence in the language of the current thread."""
    return gettext(problem.message) % problem.values
