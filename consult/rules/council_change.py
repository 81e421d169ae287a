"""What a change makes of a council, and what speaks against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .council import composition_problems
from .problem import Problem, gettext_noop
from .procedure import Seats


@dataclass(frozen=True)
class Line:
    """One line of a change: the number of the seat that is left, and who takes a seat written by ``seat_key``, or None."""

    leaves: int | None
    comes: int | None
    place: str


def changed(seats: Sequence[tuple[int, int, str]], lines: Sequence[Line]) -> list[tuple[int, str]]:
    """Who sits on what after a change of ``seats``, each its number, its person and what is written by ``seat_key``."""
    left = {line.leaves for line in lines}
    stay = [(person, place) for seat, person, place in seats if seat not in left]
    return [*stay, *((line.comes, line.place) for line in lines if line.comes is not None)]


def line_problems(seats: Sequence[tuple[int, int, str]], lines: Sequence[Line]) -> list[Problem]:
    """What is wrong with the lines by themselves: nothing is changed, a seat is left twice, nobody's seat is left."""
    if not lines:
        return [Problem("nothing_changed", gettext_noop("Choose who leaves, who comes, or both."))]
    known = {seat for seat, _person, _place in seats}
    leaving = [line.leaves for line in lines if line.leaves is not None]
    if len(set(leaving)) < len(leaving):
        return [Problem("left_twice", gettext_noop("The same person leaves on two lines."))]
    if not set(leaving) <= known:
        return [Problem("left_already", gettext_noop("Somebody on these lines has left the council in the meantime."))]
    same = {(seat, person, place) for seat, person, place in seats}
    if any((line.leaves, line.comes, line.place) in same for line in lines):
        return [Problem("same_person", gettext_noop("The same person leaves a seat and comes onto it."))]
    return []


def make_up_problems(before: Sequence[str], after: Sequence[str], rule: Seats) -> list[Problem]:
    """What is wrong with the make-up after a change and was not before it.

    A council from which a reviewer has withdrawn may have an even number; who replaces its chair need not mend that, too.
    """
    had = {problem.code for problem in composition_problems(before, rule)}
    return [problem for problem in composition_problems(after, rule) if problem.code not in had]
