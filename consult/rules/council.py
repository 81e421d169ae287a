"""The make-up of a council, and who may propose and approve it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from .bodies import body_key
from .problem import Problem, gettext_noop
from .procedure import Seats
from .text import whole_number

CHAIR, DEPUTY, HEAD = "chair", "deputy", "head"
REVIEWER, MEMBER, SECRETARY = "reviewer", "member", "secretary"
GROUPED = (HEAD, REVIEWER, MEMBER)


def seat_key(kind: str, group: int | None) -> str:
    """A seat of ``kind`` in the thematic group of a field, as one word: "reviewer@7"; outside groups the kind alone."""
    return kind if group is None else f"{kind}@{group}"


def kind_of(seat: str) -> str:
    """The kind of a seat written by ``seat_key``."""
    return seat.partition("@")[0]


def group_of(seat: str) -> int | None:
    """The field of the thematic group of a seat written by ``seat_key``."""
    return whole_number(seat.partition("@")[2])


def group_problems(seats: Sequence[str], rule: Seats) -> list[Problem]:
    """What is wrong with the thematic groups of a council.

    Where there are groups, everybody but chair, deputies and secretary is in one; each has one head, and a reviewer.
    """
    groups: dict[int, Counter[str]] = {}
    for seat in seats:
        if (group := group_of(seat)) is not None:
            groups.setdefault(group, Counter())[kind_of(seat)] += 1
    outside = Counter(kind_of(seat) for seat in seats if group_of(seat) is None)
    if not groups:
        return (
            [Problem("head_without_group", gettext_noop("A head needs a thematic group to lead."))]
            if outside[HEAD]
            else []
        )
    if not rule.groups:
        return [Problem("no_groups", gettext_noop("Under the procedure this council has no thematic groups."))]
    problems = []
    lost = sum(outside[kind] for kind in GROUPED)
    if lost:
        problems.append(
            Problem("outside_groups", gettext_noop("%(count)s seats are in no thematic group."), {"count": lost})
        )
    if any(count[HEAD] != 1 for count in groups.values()):
        problems.append(Problem("group_heads", gettext_noop("Each thematic group has exactly one head.")))
    if any(not count[REVIEWER] for count in groups.values()):
        problems.append(
            Problem(
                "group_reviewers", gettext_noop("Each thematic group needs a reviewer: its report comes from reviews.")
            )
        )
    if any(set(count) - set(GROUPED) for count in groups.values()):
        problems.append(
            Problem("leading_in_group", gettext_noop("Chair, deputies and secretary belong to no thematic group."))
        )
    return problems


def composition_problems(seats: Sequence[str], rule: Seats) -> list[Problem]:
    """What is wrong with a council that has ``seats``, each a kind alone or written by ``seat_key``."""
    problems = []
    count = Counter(kind_of(seat) for seat in seats)
    size = len(seats)
    if size < rule.least:
        problems.append(
            Problem(
                "too_few_seats",
                gettext_noop("The council has %(size)s seats; it needs at least %(least)s."),
                {"size": size, "least": rule.least},
            )
        )
    if size > rule.most:
        problems.append(
            Problem(
                "too_many_seats",
                gettext_noop("The council has %(size)s seats; it may have at most %(most)s."),
                {"size": size, "most": rule.most},
            )
        )
    if rule.odd and size % 2 == 0:
        problems.append(
            Problem("even_seats", gettext_noop("The number of seats must be odd; there are %(size)s."), {"size": size})
        )
    if count[CHAIR] != 1:
        problems.append(Problem("one_chair", gettext_noop("A council has exactly one chair.")))
    if count[SECRETARY] != 1:
        problems.append(Problem("one_secretary", gettext_noop("A council has exactly one secretary.")))
    if count[REVIEWER] < rule.least_reviewers:
        problems.append(
            Problem(
                "too_few_reviewers",
                gettext_noop("The council needs at least %(least)s reviewers; it has %(count)s."),
                {"least": rule.least_reviewers, "count": count[REVIEWER]},
            )
        )
    return [*problems, *group_problems(seats, rule)]


@dataclass(frozen=True)
class Sitting:
    """One seat of a council, for what is to be weighed: who, as what, from which employer, knowing which fields."""

    name: str
    kind: str
    employer: str
    subject_areas: frozenset[int]
    open_seats: int = 0


def seats_to_fill(rule: Seats, subject_areas: Sequence[int] = ()) -> list[str]:
    """The seats of the smallest council that the procedure allows, in order of rank.

    Where it has thematic groups, each of the dossier's ``subject_areas`` is one, with a head, a reviewer and its share of
    members.
    """
    if rule.groups and subject_areas:
        return _seats_in_groups(rule, subject_areas)
    kinds = [CHAIR, DEPUTY, *[REVIEWER] * rule.least_reviewers]
    size = max(rule.least, len(kinds) + 1)
    size += rule.odd and size % 2 == 0
    return [*kinds, *[MEMBER] * (size - len(kinds) - 1), SECRETARY]


def _seats_in_groups(rule: Seats, subject_areas: Sequence[int]) -> list[str]:
    seats = [seat_key(kind, field) for kind in (HEAD, REVIEWER) for field in subject_areas]
    turn = 0

    def add(kind: str) -> None:
        nonlocal turn
        seats.append(seat_key(kind, subject_areas[turn % len(subject_areas)]))
        turn += 1

    while sum(kind_of(seat) == REVIEWER for seat in seats) < rule.least_reviewers:
        add(REVIEWER)
    while len(seats) + 3 < rule.least or (rule.odd and len(seats) % 2):
        add(MEMBER)
    return [CHAIR, DEPUTY, *seats, SECRETARY]


def composition_remarks(sittings: Sequence[Sitting], rule: Seats, needed: Mapping[int, str]) -> list[Problem]:
    """What does not forbid a council and should be weighed: many of one employer, a field that nobody knows, a chair, load.

    ``needed`` maps the dossier's fields to their names.
    """
    employers = Counter(body_key(sitting.employer) for sitting in sittings if sitting.employer)
    shown = {body_key(sitting.employer): sitting.employer for sitting in sittings}
    crowded = gettext_noop("%(count)s people come from %(employer)s; at most %(most)s should.")
    problems = [
        Problem("employer_crowded", crowded, {"count": count, "employer": shown[employer], "most": rule.per_employer})
        for employer, count in employers.items()
        if count > rule.per_employer
    ]
    known = {field for sitting in sittings if sitting.kind != SECRETARY for field in sitting.subject_areas}
    lacking = gettext_noop("Nobody in the council knows the field “%(field)s”.")
    problems += [
        Problem("field_lacking", lacking, {"field": name}) for field, name in needed.items() if field not in known
    ]
    outside = gettext_noop("%(name)s is to chair and knows none of the dossier's fields.")
    problems += [
        Problem("chair_outside", outside, {"name": sitting.name})
        for sitting in sittings
        if kind_of(sitting.kind) == CHAIR and needed and not sitting.subject_areas & set(needed)
    ]
    loaded = gettext_noop("%(name)s already holds %(count)s seats in running councils.")
    problems += [
        Problem("member_loaded", loaded, {"name": sitting.name, "count": sitting.open_seats})
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
