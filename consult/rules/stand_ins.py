"""Who may stand in for whom, by the days alone: no two at once, and nobody who is away themselves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .problem import Problem, gettext_noop

LONGEST = timedelta(days=366)


@dataclass(frozen=True)
class Span:
    """Somebody (``person``) acts for ``holder`` in ``what`` – a role or a seat – from a day until a day, both included."""

    holder: int
    person: int
    what: str
    since: date
    until: date

    def meets(self, other: Span) -> bool:
        """Whether the two have a day in common."""
        return self.since <= other.until and other.since <= self.until


def span_problems(new: Span, others: Iterable[Span], today: date) -> list[Problem]:
    """What speaks against ``new`` beside ``others``.

    Rights are never handed on: whoever is away stands in for nobody, and whoever stands in for somebody is not away. So
    there are no chains and no circles.
    """
    if new.until < new.since:
        return [Problem("last_before_first", gettext_noop("The last day is before the first."), {}, "until")]
    if new.until < today:
        return [Problem("day_past", gettext_noop("Choose today or a later day."), {}, "until")]
    if new.until - new.since > LONGEST:
        return [Problem("too_long", gettext_noop("A stand-in is named for a year at most."), {}, "until")]
    if new.holder == new.person:
        return [Problem("oneself", gettext_noop("Nobody stands in for themselves."), {}, "person")]
    problems = []
    meeting = [one for one in others if one.meets(new)]
    if any(one.what == new.what for one in meeting):
        problems.append(
            Problem("overlaps", gettext_noop("On some of these days somebody else stands in already."), {}, "since")
        )
    if any(one.holder == new.person for one in meeting):
        problems.append(
            Problem(
                "away_themselves",
                gettext_noop("This person has named a stand-in for some of these days."),
                {},
                "person",
            )
        )
    if any(one.person == new.holder for one in meeting):
        problems.append(
            Problem(
                "stands_in_already",
                gettext_noop("Whoever is to be away stands in for somebody else on some of these days. End that first."),
                {}, "since",
            )
        )  # fmt: skip
    return problems
