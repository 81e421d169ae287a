"""What is known of people and asked of councils, in plain values, and what a seat costs.

A cost is a number of points; fewer is better. Points have no meaning of their own: they only order councils.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from consult.rules.council import CHAIR, HEAD, REVIEWER, SECRETARY, group_of, kind_of
from consult.rules.problem import Problem


@dataclass(frozen=True)
class Expert:
    """A person who may sit.

    ``kinds`` are the seats they may take; ``open_seats`` those they hold in running councils; ``recent`` how many they took
    within twelve months, of which ``late`` reviews came late and ``declined`` invitations were declined. ``words`` are the
    folded words of what they work on.
    """

    key: int
    name: str
    kinds: frozenset[str]
    subject_areas: frozenset[int] = frozenset()
    employer: str = ""
    open_seats: int = 0
    recent: int = 0
    late: int = 0
    declined: int = 0
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FixedSeat:
    """A seat that somebody was put on by hand and keeps."""

    person: int
    kind: str


@dataclass(frozen=True)
class Demand:
    """A dossier that wants a council.

    ``kinds`` are all its seats, as ``rules.council.place`` writes them; ``subject_areas`` those of which somebody has to know;
    ``barred`` says of whom, and why not. ``barred_from`` are those who may not take one kind of seat.
    """

    key: int
    kinds: tuple[str, ...]
    subject_areas: frozenset[int] = frozenset()
    per_employer: int = 2
    most_open: int = 4
    words: frozenset[str] = frozenset()
    barred: Mapping[int, Problem] = field(default_factory=dict)
    barred_from: Mapping[str, frozenset[int]] = field(default_factory=dict)
    fixed: tuple[FixedSeat, ...] = ()


@dataclass(frozen=True)
class Weights:
    """Points for what speaks for and against a seat.

    A chair from outside the dossier's fields costs more than everything else that speaks for one person and against
    another, and less than a seat or a field left open: whenever somebody inside may chair, they do.
    """

    empty_seat: int = 1000
    lacking_field: int = 300
    chair_outside: int = 200
    reviewer_field: int = -14
    other_field: int = -8
    counted_fields: int = 2
    word: int = -1
    counted_words: int = 4
    recent: int = 3
    late: int = 5
    declined: int = 3
    counted_faults: int = 4
    load: int = 6

    def seat(self, expert: Expert, demand: Demand, kind: str) -> int:
        """What ``expert`` costs on a seat of ``kind``, besides their load."""
        cost = self.recent * expert.recent
        cost += self.late * min(expert.late, self.counted_faults) + self.declined * min(
            expert.declined, self.counted_faults
        )
        if kind == SECRETARY:
            return cost
        fitting = min(len(expert.subject_areas & demand.subject_areas), self.counted_fields)
        if is_outside(expert, demand) and kind_of(kind) == CHAIR:
            cost += self.chair_outside
        cost += (self.reviewer_field if kind_of(kind) == REVIEWER else self.other_field) * fitting
        return cost + self.word * min(len(expert.words & demand.words), self.counted_words)

    def loads(self, expert: Expert, most: int) -> list[int]:
        """What each further open seat costs, the first first: more for each, so that work spreads."""
        return [self.load * (2 * number + 1) for number in range(expert.open_seats, most)]


@dataclass(frozen=True)
class Seating:
    """One person on one seat."""

    person: int
    kind: str


@dataclass(frozen=True)
class SuggestedCouncil:
    """A council. ``empty`` are the seats for which nobody was found, ``lacking`` the fields that nobody knows."""

    seatings: tuple[Seating, ...]
    empty: tuple[str, ...] = ()
    lacking: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Suggestion:
    """Councils by their demand, what they cost together, and the cost below which no choice can be."""

    councils: Mapping[int, SuggestedCouncil]
    cost: int
    bound: int
    seconds: float = 0.0

    @property
    def proven(self) -> bool:
        """Whether nothing better exists."""
        return self.cost <= self.bound

    @property
    def gap(self) -> int:
        """By how many points at most something better could be."""
        return max(0, self.cost - self.bound)


def is_outside(expert: Expert, demand: Demand) -> bool:
    """Whether ``expert`` knows none of the fields that the dossier names."""
    return bool(demand.subject_areas) and not expert.subject_areas & demand.subject_areas


def may_sit(expert: Expert, demand: Demand, kind: str) -> bool:
    """Whether ``expert`` may be suggested for a seat of ``kind``: they suit it, and do not have enough to do."""
    if kind != SECRETARY and expert.open_seats >= demand.most_open:
        return False
    return suits(expert, demand, kind)


def suits(expert: Expert, demand: Demand, kind: str) -> bool:
    """Whether ``expert`` could take a seat of ``kind``, however much they have to do: a reviewer knows one of the fields.

    In a thematic group, head and reviewers know the group's field.
    """
    seat, group = kind_of(kind), group_of(kind)
    if seat not in expert.kinds or expert.key in demand.barred or expert.key in demand.barred_from.get(seat, ()):
        return False
    if group is not None:
        return group in expert.subject_areas or seat not in (HEAD, REVIEWER)
    return kind != REVIEWER or not is_outside(expert, demand)
