"""Why somebody was suggested, and why somebody was not, in plain words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from consult.rules.council import REVIEWER, SECRETARY
from consult.rules.problem import Problem, gettext_noop
from consult.rules.text import normalise_for_search

from .values import Demand, Expert, Suggested


@dataclass(frozen=True)
class LeftOut:
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
    elif demand.subject_areas:
        said.append(Problem("other_field", gettext_noop("of another field")))
    shared = sorted(expert.words & demand.words)
    if shared and kind != SECRETARY:
        said.append(Problem("works_on_it", gettext_noop("works on what the dossier is about")))
    if expert.open_seats:
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


def left_out(experts: Sequence[Expert], demand: Demand, council: Suggested) -> list[LeftOut]:
    """Everybody who is not in ``council``, with the first reason that holds.

    Who could not sit comes first, then who fits, then who does not.
    """
    inside = {seating.person for seating in council.seatings}
    people = {expert.key: expert for expert in experts}
    employers = Counter(
        normalise_for_search(people[key].employer) for key in inside if key in people and people[key].employer
    )
    found = [
        _reason(expert, demand, employers[normalise_for_search(expert.employer)])
        for expert in experts
        if expert.key not in inside
    ]
    return sorted(found, key=lambda one: (not one.firm, not one.fits, people[one.person].name))


def _reason(expert: Expert, demand: Demand, colleagues: int) -> LeftOut:
    if expert.key in demand.barred:
        return LeftOut(expert.key, True, demand.barred[expert.key])
    if expert.kinds == {SECRETARY}:
        return LeftOut(
            expert.key,
            False,
            Problem("secretary_taken", gettext_noop("of the office; the secretary's seat is taken")),
            fits=False,
        )
    if expert.open_seats >= demand.most_open:
        message = gettext_noop("holds %(count)s open seats already; %(most)s are enough")
        return LeftOut(
            expert.key, True, Problem("enough_seats", message, {"count": expert.open_seats, "most": demand.most_open})
        )
    if expert.employer and colleagues >= demand.per_employer:
        message = gettext_noop("%(count)s people from %(employer)s are in the council already")
        return LeftOut(
            expert.key, False, Problem("colleagues", message, {"count": colleagues, "employer": expert.employer})
        )
    if demand.subject_areas and not expert.subject_areas & demand.subject_areas:
        return LeftOut(
            expert.key, False, Problem("no_field", gettext_noop("knows none of the dossier's fields")), fits=False
        )
    if REVIEWER in expert.kinds and (expert.open_seats or expert.recent):
        message = gettext_noop(
            "fits, and has had more to do: %(open)s open seats, %(recent)s councils in twelve months"
        )
        return LeftOut(
            expert.key, False, Problem("had_more", message, {"open": expert.open_seats, "recent": expert.recent})
        )
    return LeftOut(
        expert.key, False, Problem("fits_as_well", gettext_noop("fits as well; others fit at least as well"))
    )
