"""Putting a council together: a suggestion, what each change breaks, and the plan for all dossiers that wait for one."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from viewflow.workflow import STATUS

from consult.access import Capacity, check_union, organisations_as, refusal, require
from consult.actions.suggesting import CouncilSuggestion, check_council, propose_for, propose_together
from consult.forms.filters import UnionFilters
from consult.forms.steps import CouncilForm
from consult.models import Organisation, Person, Seat, Task
from consult.queries.candidates import tasks_for_councils
from consult.rules.council import group_of, kind_of

from .methods import changes, reads
from .shared import log_accesses, person_of
from .steps import seat_rules, seen_task, show_step

NOT_SHOWN_BEYOND = 60


def _forming(request: HttpRequest, pk: int) -> tuple[Task, frozenset[Capacity], CouncilForm]:
    """The open step in which a council is proposed, and its form as it was sent."""
    step, capacities, decision = seen_task(request, pk)
    if step.node != "propose_council" or step.status != STATUS.NEW:
        raise Http404
    if not decision:
        raise refusal(decision)
    return step, capacities, CouncilForm(request.POST, task=step)


@login_required
@changes
def suggest_council(request: HttpRequest, pk: int) -> HttpResponse:
    """The step's page with a council filled in. Who stands on a seat already stays there."""
    step, capacities, sent = _forming(request, pk)
    proposed = propose_for(step.dossier, sent.places(), sent.chosen())
    rows = [(person.pk, kind) for person, kind in proposed.seats] + [(None, kind) for kind in proposed.empty]
    form = CouncilForm(task=step, initial={"seats": rows})
    context = {**seat_rules(step), "proposed": proposed, **_checked(step, proposed.seats), **_outside(proposed)}
    return show_step(request, step, capacities, form, context)


@login_required
@changes
def check_seats(request: HttpRequest, pk: int) -> HttpResponse:
    """What the council breaks as it stands: a part of the page, asked for at each change."""
    step, _held, sent = _forming(request, pk)
    people = Person.objects.in_bulk([person for person, _kind in sent.chosen()])
    seats = [(people[person], kind) for person, kind in sent.chosen()]
    return render(request, "parts/council_check.html", {"dossier": step.dossier, **_checked(step, seats)})


def _checked(step: Task, seats: list[tuple[Person, str]]) -> dict[str, Any]:
    return {"checked": check_council(step.dossier, seats)}


def _outside(proposed: CouncilSuggestion) -> dict[str, Any]:
    return {"outside": proposed.left_out[:NOT_SHOWN_BEYOND], "outside_more": proposed.left_out[NOT_SHOWN_BEYOND:]}


@login_required
@reads
def plan(request: HttpRequest) -> HttpResponse:
    """Councils for all dossiers that wait for one, chosen together."""
    person = person_of(request)
    mine = organisations_as(person, Capacity.OFFICER)
    if not mine:
        raise refusal(check_union(person, "council.plan", 0))
    filters = UnionFilters(request.GET, unions=list(Organisation.objects.filter(pk__in=mine).order_by("pk")))
    union = filters.chosen_union.pk
    require(check_union(person, "council.plan", union))
    tasks = list(tasks_for_councils(union))
    log_accesses(request, (task.dossier for task in tasks))
    proposed, found = propose_together([task.dossier for task in tasks]) if tasks else ({}, None)
    rows = [_row(task, proposed[task.dossier_id]) for task in tasks]
    context = {
        "rows": rows,
        "found": found,
        "filters": filters,
        "union": filters.chosen_union,
        "unions": list(filters.unions.values()),
    }
    return render(request, "pages/plan.html", context)


class _Labels(dict[str, str]):
    """What seats are called on screen, with their thematic groups."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.kinds = dict(Seat.Kind.choices)
        self.fields = {field.pk: field.name for field in task.dossier.subject_areas.all()}

    def __missing__(self, place: str) -> str:
        group = self.fields.get(group_of(place) or 0)
        return f"{self.kinds[kind_of(place)]} · {group}" if group else str(self.kinds[kind_of(place)])


def _row(task: Task, proposed: CouncilSuggestion) -> dict[str, Any]:
    """One dossier of the plan as the page shows it."""
    labels = _Labels(task)
    return {
        "task": task,
        "dossier": task.dossier,
        "labels": ", ".join(one.name for one in task.dossier.subject_areas.all()),
        "seats": [
            {"person": person, "kind": kind, "label": labels[kind], "reason": proposed.reasons[person.pk]}
            for person, kind in proposed.seats
        ],
        "empty": [labels[kind] for kind in proposed.empty],
    }
