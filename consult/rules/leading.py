"""Who may lead a council: the least degree or title of its chair, its deputies and the heads of its groups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .problem import Problem, gettext_noop
from .text import normalise_for_search

# From the least to the greatest; each includes those above it.
DEGREES = ("none", "master", "doctor", "professor")
_WORDS = {
    "professor": ("gs", "pgs", "giao su"),
    "doctor": ("ts", "tskh", "tien si"),
    "master": ("ths", "thac si"),
}
_ASKED = {
    "master": gettext_noop("%(name)s is to lead and holds no master's degree and no doctorate."),
    "doctor": gettext_noop("%(name)s is to lead and holds no doctorate."),
    "professor": gettext_noop("%(name)s is to lead and is neither a professor nor an associate professor."),
}


@dataclass(frozen=True)
class Leading:
    """``degree`` is the least that whoever leads holds; ``leaders`` lets a leader of the union chair whatever theirs.

    Whoever holds less is not suggested; where it is ``firm``, a council that they lead cannot be proposed either.
    """

    degree: str = "doctor"
    leaders: bool = True
    firm: bool = False


@dataclass(frozen=True)
class Leads:
    """Somebody on a leading seat. ``heads`` says that it is that of a group's head."""

    name: str
    degree: str
    leads_union: bool
    heads: bool = False


def degree_of(text: str) -> str:
    """The greatest of ``DEGREES`` that a written degree or title names: "PGS.TS. Nông nghiệp" is a professor's."""
    folded = normalise_for_search(text)
    # "TS." and "T.S." are the same.
    spellings = (folded.replace(".", " "), folded.replace(".", ""))
    for degree, words in _WORDS.items():
        if any(re.search(rf"\b{word}\b", spelling) for word in words for spelling in spellings):
            return degree
    return "none"


def may_lead(one: Leads, rule: Leading) -> bool:
    """Whether somebody may take their seat. A leader of the union is let through as chair or deputy, not as head of a group."""
    if rule.leaders and one.leads_union and not one.heads:
        return True
    return DEGREES.index(degree_of(one.degree)) >= DEGREES.index(rule.degree)


def leading_problems(leading: Iterable[Leads], rule: Leading) -> list[Problem]:
    """What speaks against those who are to lead, one for each."""
    return [
        Problem("may_not_lead", _ASKED[rule.degree], {"name": one.name}) for one in leading if not may_lead(one, rule)
    ]


def leading_contradictions(rule: Leading) -> Iterator[Problem]:
    if rule.firm and rule.degree == "none":
        yield Problem(
            "firm_without_degree",
            gettext_noop("Nothing is asked of whoever leads: choose a degree, or leave this out."), {}, "leading.firm",
        )  # fmt: skip
