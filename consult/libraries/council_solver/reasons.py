"""Why somebody was suggested, and why somebody was not, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from consult.rules.bodies import body_key
from consult.rules.council import CHAIR, REVIEWER, SECRETARY, kind_of
from consult.rules.problem import Problem, gettext_noop
from consult.rules.text import sort_key_of_person

from .values import Demand, Expert, SuggestedCouncil, is_outside, suits

MOST_OFFERED = 5
ENOUGH = "enough_seats"


@dataclass(frozen=True)
class Exclusion:
    """Somebody who is not in a council, and why. ``firm`` says that they could not have been; ``fits`` that they fit."""

    person: int
    firm: bool
    problem: Problem
    fits: bool = True


def reasons_for(expert: Expert, kind: str, demand: Demand, field_names: Mapping[int, str]) -> list[Problem]:
    """What speaks for and against ``expert`` on a seat of ``kind``: knowledge first, then load and record."""
    said = []
    fitting = sorted(field_names[one] for one in expert.subject_areas & demand.subject_areas if one in field_names)
    if kind == SECRETARY:
        said.append(Problem("of_the_office", gettext_noop("of the office")))
    elif fitting:
        said.append(Problem("knows_fields", gettext_noop("knows %(fields)s"), {"fields": ", ".join(fitting)}))
    elif demand.subject_areas and kind_of(kind) == CHAIR:
        said.append(Problem("chair_outside", gettext_noop("chairs, but is from outside the dossier's fields")))
    elif demand.subject_areas:
        said.append(Problem("other_field", gettext_noop("of another field")))
    shared = sorted(expert.words & demand.words)
    if shared and kind != SECRETARY:
        said.append(Problem("works_on_it", gettext_noop("works on what the dossier is about")))
    if kind != SECRETARY and expert.open_seats >= demand.most_open:
        said.append(enough(expert.open_seats, demand))
    elif expert.open_seats:
        said.append(Problem("open_seats", gettext_noop("open seats: %(count)s"), {"count": expert.open_seats}))
    else:
        said.append(Problem("no_open_seat", gettext_noop("no open seat")))
    if expert.recent:
        said.append(
            Problem("recent_councils", gettext_noop("councils in twelve months: %(count)s"), {"count": expert.recent})
        )
    if expert.late:
        said.append(Problem("late", gettext_noop("late: %(count)s"), {"count": expert.late}))
    if expert.declined:
        said.append(Problem("declined", gettext_noop("declined: %(count)s"), {"count": expert.declined}))
    return said


def left_out(experts: Sequence[Expert], demand: Demand, council: SuggestedCouncil) -> list[Exclusion]:
    """Everybody who is not in ``council``, with the first reason that holds.

    Who could not sit comes first, then who fits, then who does not, and last whoever has enough to do already.
    """
    inside = {seating.person for seating in council.seatings}
    people = {expert.key: expert for expert in experts}
    employers = Counter(body_key(people[key].employer) for key in inside if key in people and people[key].employer)
    found = [
        _reason(expert, demand, employers[body_key(expert.employer)]) for expert in experts if expert.key not in inside
    ]

    def place(one: Exclusion) -> tuple[Any, ...]:
        return one.problem.code == ENOUGH, not one.firm, not one.fits, sort_key_of_person(people[one.person].name)

    return sorted(found, key=place)


def enough(open_seats: int, demand: Demand) -> Problem:
    """That somebody has enough to do."""
    message = gettext_noop("already holds %(count)s open seats; the limit is %(most)s")
    return Problem(ENOUGH, message, {"count": open_seats, "most": demand.most_open})


def over_limit(
    experts: Iterable[Expert], demand: Demand, council: SuggestedCouncil, planned: Mapping[int, int]
) -> dict[str, list[int]]:
    """Who could take each kind of seat that stayed empty, were it not for what they have to do: the fittest first.

    ``planned`` counts the seats that the same plan gives each of them.
    """
    inside = {seating.person for seating in council.seatings}
    everybody = [expert for expert in experts if expert.key not in inside]
    found: dict[str, list[int]] = {}
    for kind in dict.fromkeys(council.empty):
        able = [
            expert
            for expert in everybody
            if expert.open_seats + planned.get(expert.key, 0) >= demand.most_open and suits(expert, demand, kind)
        ]

        def place(one: Expert) -> tuple[Any, ...]:
            return is_outside(one, demand), one.open_seats + planned.get(one.key, 0), one.recent, one.key

        found[kind] = [expert.key for expert in sorted(able, key=place)[:MOST_OFFERED]]
    return found


def _reason(expert: Expert, demand: Demand, colleagues: int) -> Exclusion:
    if expert.key in demand.barred:
        return Exclusion(expert.key, True, demand.barred[expert.key])
    if expert.kinds == {SECRETARY}:
        return Exclusion(
            expert.key,
            False,
            Problem("secretary_taken", gettext_noop("of the office; the secretary's seat is taken")),
            fits=False,
        )
    if expert.open_seats >= demand.most_open:
        return Exclusion(expert.key, False, enough(expert.open_seats, demand))
    if expert.employer and colleagues >= demand.per_employer:
        message = gettext_noop("the council already has %(count)s people from %(employer)s")
        return Exclusion(
            expert.key, False, Problem("colleagues", message, {"count": colleagues, "employer": expert.employer})
        )
    if demand.subject_areas and not expert.subject_areas & demand.subject_areas:
        return Exclusion(
            expert.key, False, Problem("no_field", gettext_noop("knows none of the dossier's fields")), fits=False
        )
    if REVIEWER in expert.kinds and (expert.open_seats or expert.recent):
        message = gettext_noop(
            "fits, but has had more to do: %(open)s open seats, %(recent)s councils in twelve months"
        )
        return Exclusion(
            expert.key, False, Problem("had_more", message, {"open": expert.open_seats, "recent": expert.recent})
        )
    return Exclusion(
        expert.key, False, Problem("fits_as_well", gettext_noop("fits as well; others fit at least as well"))
    )
