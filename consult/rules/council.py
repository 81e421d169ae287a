"""The make-up of a council, and who may propose and approve it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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
class Sitting:
    """One seat of a council, for what is to be weighed: who, as what, from which employer, knowing which fields."""

    name: str
    kind: str
    employer: str
    fields: frozenset[int]
    open_seats: int = 0


def seats_to_fill(rule: Seats) -> list[str]:
    """The seats of the smallest council that the procedure allows, in order of rank."""
    kinds = [CHAIR, DEPUTY, *[REVIEWER] * rule.least_reviewers]
    size = max(rule.least, len(kinds) + 1)
    size += rule.odd and size % 2 == 0
    return [*kinds, *[MEMBER] * (size - len(kinds) - 1), SECRETARY]


def composition_remarks(sittings: Sequence[Sitting], rule: Seats, needed: Mapping[int, str]) -> list[Problem]:
    """What does not forbid a council and should be weighed: too many of one employer, a field that nobody knows, load.

    ``needed`` maps the dossier's fields to their names.
    """
    employers = Counter(fold(sitting.employer) for sitting in sittings if sitting.employer)
    shown = {fold(sitting.employer): sitting.employer for sitting in sittings}
    crowded = gettext_noop("%(count)s people come from %(employer)s; at most %(most)s should.")
    problems = [
        Problem(crowded, {"count": count, "employer": shown[employer], "most": rule.per_employer})
        for employer, count in employers.items()
        if count > rule.per_employer
    ]
    known = {field for sitting in sittings if sitting.kind != SECRETARY for field in sitting.fields}
    lacking = gettext_noop("Nobody in the council knows the field “%(field)s”.")
    problems += [Problem(lacking, {"field": name}) for field, name in needed.items() if field not in known]
    loaded = gettext_noop("%(name)s holds %(count)s seats in running councils already.")
    problems += [
        Problem(loaded, {"name": sitting.name, "count": sitting.open_seats})
        for sitting in sittings
        if sitting.kind != SECRETARY and sitting.open_seats >= rule.most_open
    ]
    return problems


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
