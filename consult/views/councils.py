"""Putting a council together: a suggestion, what each change breaks, and the plan for all dossiers that wait for one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from viewflow.workflow import STATUS

from consult.access import Capacity, check, check_union, organisations_as, refusal, require
from consult.actions import plans
from consult.actions.suggesting import CouncilSuggestion, check_council, propose_for, propose_together
from consult.forms.filters import UnionFilters
from consult.forms.steps import CouncilForm
from consult.libraries.council_solver import Weights
from consult.models import Dossier, Organisation, Person, Seat, Task
from consult.queries.candidates import tasks_for_councils
from consult.queries.plans import fingerprint, newest_plans
from consult.refusals import ActionError
from consult.rules.council import MEMBER, group_of, kind_of
from consult.rules.text import whole_number

from .methods import changes, reads
from .shared import log_accesses, person_of
from .steps import seat_rules, seen_task, show_step

# Of those who were left out, as many as one reads.
MOST_SHOWN = 20


def _forming(request: HttpRequest, pk: int) -> tuple[Task, frozenset[Capacity], CouncilForm]:
    """The open step in which a council is proposed, and its form as it was sent.

    Raises ``ActionError`` when a colleague was quicker, or the dossier was withdrawn: the page showed the step as open.
    """
    step, capacities, decision = seen_task(request, pk)
    if step.node != "propose_council" or not check(person_of(request), "dossier.view", step.dossier, capacities):
        raise Http404
    if step.status != STATUS.NEW:
        raise ActionError("done_already", _("This step has already been done."))
    if not decision:
        raise refusal(decision)
    return step, capacities, CouncilForm(request.POST, task=step)


@login_required
@changes
def suggest_council(request: HttpRequest, pk: int) -> HttpResponse:
    """The step's page with a council filled in. Who stands on a seat already stays there, and who is taken all the same."""
    step, capacities, sent = _forming(request, pk)
    sent.take(request.POST.get("take", ""))
    proposed = propose_for(step.dossier, sent.places(), sent.chosen())
    rows = [(person.pk, kind) for person, kind in proposed.seats] + [(None, kind) for kind in proposed.empty]
    form = CouncilForm(task=step, initial={"seats": rows, "standing": whole_number(request.POST.get("standing", ""))})
    labels = Labels(step.dossier)
    context = {
        **seat_rules(step),
        **_checked(step, proposed.seats),
        "proposed": proposed,
        "found": proposed.found,
        "weights": Weights(),
        "reasons": {str(person): reason for person, reason in proposed.reasons.items()},
        "empty": empty_seats(proposed, labels),
        "outside": proposed.left_out[:MOST_SHOWN],
        "outside_more": len(proposed.left_out[MOST_SHOWN:]),
        "over_limit": [
            (person, reason, _place_for(person, proposed)) for person, reason in proposed.over_limit[:MOST_SHOWN]
        ],
        "over_limit_more": len(proposed.over_limit[MOST_SHOWN:]),
    }
    return show_step(request, step, capacities, form, context)


@login_required
@changes
def check_seats(request: HttpRequest, pk: int) -> HttpResponse:
    """What the council breaks as it stands: a part of the page, asked for at each change."""
    step, _held, sent = _forming(request, pk)
    seats = [(sent.known[person], kind) for person, kind in sent.chosen()]
    return render(request, "parts/council_check.html", {"dossier": step.dossier, **_checked(step, seats)})


def _checked(step: Task, seats: list[tuple[Person, str]]) -> dict[str, Any]:
    return {"checked": check_council(step.dossier, seats)}


def _place_for(person: Person, proposed: CouncilSuggestion) -> str:
    """The seat for somebody who is taken all the same: an empty one that they suit, or one more member's."""
    suited = (place for place, offers in proposed.offers.items() if any(person == one for one, _reason in offers))
    return next(suited, MEMBER)


def empty_seats(proposed: CouncilSuggestion, labels: Labels) -> list[dict[str, Any]]:
    """The seats that stayed empty, and who over the limit could take each all the same."""
    return [
        {"place": place, "label": labels[place], "count": count, "offers": proposed.offers.get(place, [])}
        for place, count in Counter(proposed.empty).items()
    ]


@login_required
@reads
def plan(request: HttpRequest) -> HttpResponse:
    """Councils for all dossiers that wait for one, chosen together: at once, or by a worker where there are many."""
    filters = _planning(request)
    union = filters.chosen_union
    tasks = list(tasks_for_councils(union.pk))
    dossiers = [task.dossier for task in tasks]
    proposed: dict[int, CouncilSuggestion] = {}
    found = None
    kept: dict[str, Any] = {}
    if tasks and plans.is_large(union.pk, len(tasks)):
        made, asked = newest_plans(union.pk)
        if made is not None:
            proposed, found = plans.read_plan(made, dossiers)
        stale = made is not None and made.fingerprint != fingerprint(union.pk, dossiers)
        kept = {"large": True, "made": made, "asked": asked, "stale": stale}
    elif tasks:
        proposed, found = propose_together(dossiers, plans.SECONDS_AT_ONCE)
    log_accesses(request, (task.dossier for task in tasks))
    context = {
        "rows": [_row(task, proposed[task.dossier_id]) for task in tasks if task.dossier_id in proposed],
        "waiting": len(tasks),
        "found": found,
        "weights": Weights(),
        "filters": filters,
        "union": union,
        "unions": list(filters.unions.values()),
        **kept,
    }
    return render(request, "pages/plan.html", context)


@login_required
@changes
def make_plan(request: HttpRequest) -> HttpResponse:
    """Have a large plan made by a worker."""
    union = _planning(request).chosen_union
    plans.ask_for_plan(union=union, by=person_of(request))
    return redirect(f"{reverse('plan')}?union={union.pk}")


def _planning(request: HttpRequest) -> UnionFilters:
    """The union whose councils are planned. Who is no officer of it gets a reason."""
    person = person_of(request)
    mine = organisations_as(person, Capacity.OFFICER)
    if not mine:
        raise refusal(check_union(person, "council.plan", 0))
    filters = UnionFilters(request.GET, unions=list(Organisation.objects.filter(pk__in=mine).order_by("pk")))
    require(check_union(person, "council.plan", filters.chosen_union.pk))
    return filters


class Labels(dict[str, str]):
    """What seats are called on screen, with their thematic groups."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__()
        self.kinds = dict(Seat.Kind.choices)
        self.fields = {field.pk: field.name for field in dossier.subject_areas.all()}

    def __missing__(self, place: str) -> str:
        group = self.fields.get(group_of(place) or 0)
        return f"{self.kinds[kind_of(place)]} · {group}" if group else str(self.kinds[kind_of(place)])


def _row(task: Task, proposed: CouncilSuggestion) -> dict[str, Any]:
    """One dossier of the plan as the page shows it."""
    labels = Labels(task.dossier)
    return {
        "task": task,
        "dossier": task.dossier,
        "labels": ", ".join(one.name for one in task.dossier.subject_areas.all()),
        "seats": [
            {
                "person": person,
                "kind": kind_of(place),
                "group": group_of(place) or "",
                "label": labels[place],
                "reason": proposed.reasons[person.pk],
                "outside": person == proposed.outside,
            }
            for person, place in proposed.seats
        ],
        "empty": [{"kind": kind_of(place), "group": group_of(place) or ""} for place in proposed.empty],
        "lacking": empty_seats(proposed, labels),
    }
