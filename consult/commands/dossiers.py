"""A dossier as a whole: handed in, taken back, cancelled, carried on without an answer, thrown away as a draft."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from viewflow.workflow import STATUS

from consult.actions import closing, describing, intake, jobs
from consult.actions.actor import Actor, chain_events
from consult.actions.entering import note_entry
from consult.models import Dossier, Job, Outcome, PaperEntry, Person, Task
from workflows.dossier import DossierFlow

from .locking import decide, lock
from .steps import stop


@transaction.atomic
def describe(*, dossier_id: int, by: Person, revision: int | None, **said: Any) -> Dossier:
    """Keep what a draft says of itself. Raises ``ActionError``, ``EditConflict``."""
    dossier = lock(dossier_id)
    decide(by, "dossier.edit", dossier)
    return describing.describe_dossier(dossier=dossier, by=by, revision=revision, **said)


@transaction.atomic
def submit(*, dossier_id: int, by: Person) -> Dossier:
    """Hand a draft to the union. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    actor = decide(by, "dossier.submit", dossier)
    if dossier.entered_from is not None:
        actor = actor.entering(dossier.entered_from, dossier.proposer)
        note_entry(dossier=dossier, by=actor, act=PaperEntry.Act.SUBMIT)
    DossierFlow.submit.run(dossier=dossier, by=actor)
    chain_events(dossier)
    return dossier


@transaction.atomic
def withdraw(*, dossier_id: int, by: Person, reason: str) -> None:
    """The proposer takes the dossier back, at any time before issue."""
    dossier = lock(dossier_id)
    break_off(dossier, decide(by, "dossier.withdraw", dossier), Outcome.WITHDRAWN, reason)


@transaction.atomic
def cancel(*, dossier_id: int, by: Person, reason: str) -> None:
    """The leader cancels the dossier with a reason."""
    dossier = lock(dossier_id)
    break_off(dossier, decide(by, "dossier.cancel", dossier), Outcome.CANCELLED, reason)


def break_off(dossier: Dossier, by: Actor, outcome: Outcome, reason: str) -> None:
    """End a running dossier, whose row is held, with all its steps."""
    closing.break_off(dossier=dossier, by=by, outcome=outcome, reason=reason)
    for process in dossier.processes.all():
        stop(process, dossier)
    Job.objects.filter(dossier=dossier, task__isnull=False, state__in=jobs.OPEN).update(state=Job.State.CANCELLED)
    chain_events(dossier)


@transaction.atomic
def waive_answer(*, dossier_id: int, by: Person) -> None:
    """Go on without the supplement or the response that the proposer owes, once its deadline is past."""
    dossier = lock(dossier_id)
    actor = decide(by, "answer.waive", dossier)
    decide_present_step(dossier, actor, closing.waive_answer(dossier=dossier, by=actor))
    chain_events(dossier)


def decide_present_step(dossier: Dossier, by: Actor, decision: str) -> None:
    """Let the flow go on from the dossier's own step, as decided otherwise than by its page; the row is held."""
    task = Task.objects.select_related("process").get(dossier=dossier, node=dossier.step, status=STATUS.NEW)
    task.dossier = task.process.dossier = dossier
    task.flow_task.activation_class(task).perform(by.person, decision)


@transaction.atomic
def discard_draft(*, dossier_id: int, by: Person) -> None:
    """Throw away a dossier that was never submitted."""
    dossier = lock(dossier_id)
    decide(by, "dossier.edit", dossier)
    intake.discard_draft(dossier=dossier)
