"""Plans of councils too large for a page: asked for as a job, made by a worker, read back."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from consult import clock
from consult.access import check_union, require
from consult.libraries.council_solver import Seating, SuggestedCouncil, Suggestion
from consult.models import CouncilPlan, Dossier, Job, Organisation, Person
from consult.queries.candidates import tasks_for_councils
from consult.queries.plans import fingerprint, newest_plans, size_of

from .jobs import OPEN, complete, enqueue
from .suggesting import CouncilSuggestion, Planning

# In the measure of ``size_of``: more takes longer than three seconds on two cores.
LARGEST_AT_ONCE = 45_000
SECONDS_AT_ONCE = 10.0
SECONDS_IN_BACKGROUND = 60.0


def is_large(union: int, dossiers: int) -> bool:
    """Whether a plan takes so long that a worker makes it."""
    return size_of(union, dossiers) > LARGEST_AT_ONCE


@transaction.atomic
def ask_for_plan(*, union: Organisation, by: Person) -> CouncilPlan | None:
    """Have a plan made for the dossiers that wait now; one that is being made already is enough."""
    require(check_union(by, "council.plan", union.pk))
    # Two officers at once ask for one plan.
    Organisation.objects.select_for_update().get(pk=union.pk)
    dossiers = [task.dossier for task in tasks_for_councils(union.pk)]
    if not dossiers:
        return None
    made, asked = newest_plans(union.pk)
    if asked is not None and asked.job.state in OPEN:
        return asked
    CouncilPlan.objects.filter(union=union).exclude(pk__in=[made.pk] if made else []).delete()
    plan = CouncilPlan.objects.create(union=union, asked_by=by, fingerprint=fingerprint(union.pk, dossiers))
    enqueue(Job.Kind.PLAN, f"plan:{plan.pk}", plan=plan)
    return plan


def make_plan_now(job: Job) -> None:
    """Make the plan of a claimed job; the older ones go."""
    plan = job.plan
    assert plan is not None
    dossiers = [task.dossier for task in tasks_for_councils(plan.union_id)]
    plan.fingerprint = fingerprint(plan.union_id, dossiers)
    if dossiers:
        planning = Planning.of(dossiers)
        found = planning.solve(SECONDS_IN_BACKGROUND)
        shown = planning.shown(found.councils)
        plan.councils = {str(key): _kept(council, shown[key]) for key, council in found.councils.items()}
        plan.cost, plan.bound, plan.seconds = found.cost, found.bound, found.seconds
    plan.made_at = clock.now()
    with transaction.atomic():
        plan.save()
        complete(job)
        CouncilPlan.objects.filter(union=plan.union_id, pk__lt=plan.pk).delete()


def _kept(council: SuggestedCouncil, shown: CouncilSuggestion) -> dict[str, Any]:
    return {
        "seats": [[one.person, one.kind] for one in council.seatings],
        "empty": list(council.empty),
        "offers": {kind: [person.pk for person, _reason in offers] for kind, offers in shown.offers.items()},
    }


def read_plan(plan: CouncilPlan, dossiers: list[Dossier]) -> tuple[dict[int, CouncilSuggestion], Suggestion]:
    """The councils of a plan that is made, for those of its dossiers that still wait; only whom it names is read."""
    councils = {
        int(key): SuggestedCouncil(tuple(Seating(person, kind) for person, kind in kept["seats"]), tuple(kept["empty"]))
        for key, kept in plan.councils.items()
    }
    found = Suggestion(councils, plan.cost or 0, plan.bound or 0, plan.seconds or 0.0)
    waiting = [dossier for dossier in dossiers if dossier.pk in councils]
    if not waiting:
        return {}, found
    named = {one.person for council in councils.values() for one in council.seatings}
    offers = {int(key): kept["offers"] for key, kept in plan.councils.items()}
    named |= {person for kinds in offers.values() for people in kinds.values() for person in people}
    return Planning.of(waiting, named).shown(councils, offers), found
