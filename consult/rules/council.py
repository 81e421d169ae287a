"""The make-up of a council and conflicts of interest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from .problem import Problem, gettext_noop
from .procedure import Seats
from .text import fold

CHAIR, DEPUTY, REVIEWER, MEMBER, SECRETARY = "chair", "deputy", "reviewer", "member", "secretary"


def composition_problems(kinds: Sequence[str], rule: Seats) -> list[Problem]:
    """What is wrong with a council that has ``kinds`` as its seats."""
    problems = []
    count = Counter(kinds)
    size = len(kinds)
    if size < rule.least:
        problems.append(
            Problem(
                gettext_noop("The council has %(size)s seats; it needs at least %(least)s."),
                {"size": size, "least": rule.least},
            )
        )
    if size > rule.most:
        problems.append(
            Problem(
                gettext_noop("The council has %(size)s seats; it may have at most %(most)s."),
                {"size": size, "most": rule.most},
            )
        )
    if rule.odd and size % 2 == 0:
        problems.append(Problem(gettext_noop("The number of seats must be odd; there are %(size)s."), {"size": size}))
    if count[CHAIR] != 1:
        problems.append(Problem(gettext_noop("A council has exactly one chair.")))
    if count[SECRETARY] != 1:
        problems.append(Problem(gettext_noop("A council has exactly one secretary.")))
    if count[REVIEWER] < rule.least_reviewers:
        problems.append(
            Problem(
                gettext_noop("The council needs at least %(least)s reviewers; it has %(count)s."),
                {"least": rule.least_reviewers, "count": count[REVIEWER]},
            )
        )
    return problems


@dataclass(frozen=True)
class Candidate:
    """What is known of a person who may sit, in plain values."""

    name: str
    employer: str
    organisations: frozenset[int]
    is_submitter: bool = False


def conflict(candidate: Candidate, proposer_id: int, proposer_name: str) -> Problem | None:
    """Why ``candidate`` may not sit on a dossier of this proposer, or None.

    Employed by the proposer, belonging to it, or having submitted the proposal.
    """
    if candidate.is_submitter:
        return Problem(gettext_noop("%(name)s submitted this dossier."), {"name": candidate.name})
    if proposer_id in candidate.organisations or (
        candidate.employer and fold(candidate.employer) == fold(proposer_name)
    ):
        return Problem(
            gettext_noop("%(name)s works for the proposer, %(proposer)s."),
            {"name": candidate.name, "proposer": proposer_name},
        )
    return None


def may_approve(drafter: int, approver: int, approvers: Collection[int]) -> bool:
    """Whether ``approver`` may approve what ``drafter`` drafted.

    Nobody approves their own draft unless no other of the ``approvers`` could; then the record says so.
    """
    return drafter != approver or not set(approvers) - {approver}


def may_draft(drafter: int, drafters: Collection[int], approvers: Collection[int]) -> bool:
    """Whether ``drafter`` may draft what one of the ``approvers`` will have to approve.

    The only approver leaves the draft to a colleague, if there is one; in an office of one person they do both.
    """
    return set(approvers) != {drafter} or not set(drafters) - {drafter}
