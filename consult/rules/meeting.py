"""Quorum and vote of a council's meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil

from .council import CHAIR, DEPUTY, REVIEWER, SECRETARY
from .problem import Problem, gettext_noop
from .procedure import Quorum, Vote

FOR, AGAINST, ABSTAIN = "for", "against", "abstain"
# With fewer ballots a secret vote would tell who voted how.
LEAST_FOR_SECRET = 3


@dataclass(frozen=True)
class Presence:
    """One seat at a meeting. Being online counts as being present."""

    kind: str
    present: bool
    vote: str = ""


def time_problem(began: datetime, ended: datetime | None, now: datetime) -> Problem | None:
    """Why a meeting cannot have begun and ended so, or None. Minutes are never older than the meeting that they tell of."""
    if began > now or (ended is not None and ended > now):
        return Problem(
            "minutes_before_meeting",
            gettext_noop("Minutes cannot be written before the meeting was held."),
            {},
            "ended_at",
        )
    if ended is None:
        return Problem("end_missing", gettext_noop("Say when the meeting ended."), {}, "ended_at")
    if ended <= began:
        return Problem(
            "ends_before_it_begins", gettext_noop("The meeting cannot end before it begins."), {}, "ended_at"
        )
    return None


def quorum_problems(presences: Sequence[Presence], rule: Quorum, *, deputy_presides: bool = False) -> list[Problem]:
    """Who still lacks for a quorum. Empty means that the meeting may be held.

    ``deputy_presides`` says that the chair has asked a deputy chair to preside.
    """
    problems = []
    here = Counter(presence.kind for presence in presences if presence.present)
    needed = ceil(len(presences) * rule.share)
    if here.total() < needed:
        problems.append(
            Problem(
                "no_quorum",
                gettext_noop("%(here)s of %(seats)s seats are present; %(needed)s are needed."),
                {"here": here.total(), "seats": len(presences), "needed": needed},
            )
        )
    if rule.chair and not (here[CHAIR] or (deputy_presides and here[DEPUTY])):
        problems.append(
            Problem(
                "nobody_presides",
                gettext_noop("Neither the chair nor a deputy whom the chair has asked to preside is present."),
            )
        )
    if rule.secretary and not here[SECRETARY]:
        problems.append(Problem("secretary_absent", gettext_noop("The council secretary is not present.")))
    if here[REVIEWER] < rule.least_reviewers:
        problems.append(
            Problem(
                "reviewers_absent",
                gettext_noop("%(here)s reviewers are present; %(needed)s are needed."),
                {"here": here[REVIEWER], "needed": rule.least_reviewers},
            )
        )
    return problems


@dataclass(frozen=True)
class Tally:
    """A counted vote. ``tie_broken`` says that whoever presided decided."""

    present: int
    votes_for: int
    votes_against: int
    abstentions: int
    passed: bool
    tie_broken: bool


def count_secret(present: int, counts: Mapping[str, int], rule: Vote) -> Tally:
    """Count a secret vote of ``present`` people. Nobody knows how whoever presides voted: a tie is not broken here."""
    votes_for, votes_against = counts.get(FOR, 0), counts.get(AGAINST, 0)
    return Tally(
        present=present,
        votes_for=votes_for,
        votes_against=votes_against,
        abstentions=present - votes_for - votes_against,
        passed=votes_for > present * rule.share,
        tie_broken=False,
    )


def secrecy_problem(phones: int, gone: int, ballots: int) -> Problem | None:
    """Why a secret vote cannot be counted without telling who voted how; None when it can.

    ``phones`` votes were given by phone, ``gone`` of them by people who have left since; ``ballots`` lie in the room's box.
    Who voted by phone is shown while the vote runs, and whoever counts the ballots knows their sum: so each of the two ways
    was taken by enough people or by nobody.
    """
    if phones - gone + ballots < LEAST_FOR_SECRET:
        return Problem(
            "too_few_votes",
            gettext_noop(
                "%(votes)s people who are present have voted; a secret vote is counted from %(least)s votes on. With "
                "fewer, the result would reveal who voted how. Wait for more votes, or break the vote off and repeat it."
            ),
            {"votes": phones - gone + ballots, "least": LEAST_FOR_SECRET},
        )
    if 0 < phones < LEAST_FOR_SECRET or 0 < ballots < LEAST_FOR_SECRET:
        return Problem(
            "ways_tell_votes",
            gettext_noop(
                "%(phones)s voted by phone and %(ballots)s on paper; whoever counts the ballots would know how the others "
                "voted. Each way needs at least %(least)s votes or none: wait for more votes, or break the vote off and "
                "repeat it in one way only."
            ),
            {"phones": phones, "ballots": ballots, "least": LEAST_FOR_SECRET},
        )
    return None


def is_tied(tally: Tally, rule: Vote) -> bool:
    """Whether whoever presides still has to decide: as many for as against, and no majority of those present."""
    return (
        rule.presider_breaks_tie
        and not tally.passed
        and not tally.tie_broken
        and tally.votes_for == tally.votes_against > 0
    )


def count_votes(presences: Sequence[Presence], rule: Vote) -> Tally:
    """Count the votes of those present.

    It passes with more than ``rule.share`` of those present in favour. When for and against are equal, the vote of
    whoever presides (the chair, or the deputy in the chair's absence) decides, if the rule says so.
    """
    voters = [presence for presence in presences if presence.present]
    count = Counter(voter.vote for voter in voters)
    passed = count[FOR] > len(voters) * rule.share
    tie = count[FOR] == count[AGAINST] and count[FOR] > 0
    tie_broken = False
    if tie and not passed and rule.presider_breaks_tie:
        presider = next((v for kind in (CHAIR, DEPUTY) for v in voters if v.kind == kind), None)
        if presider is not None and presider.vote in (FOR, AGAINST):
            tie_broken = True
            passed = presider.vote == FOR
    return Tally(
        present=len(voters),
        votes_for=count[FOR],
        votes_against=count[AGAINST],
        abstentions=len(voters) - count[FOR] - count[AGAINST],
        passed=passed,
        tie_broken=tie_broken,
    )
