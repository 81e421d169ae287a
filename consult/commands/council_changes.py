"""An approved council is changed, and what waited for those who leave goes to those who come."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from viewflow.workflow import STATUS

from consult.access import check, require
from consult.actions import council_changes, stand_ins
from consult.actions.actor import Actor, chain_events
from consult.actions.council_changes import Wanted
from consult.actions.notifications.notices import notify_actors
from consult.actions.reviews import invitation
from consult.actions.trials import tried_first
from consult.models import CouncilChange, Dossier, Person, Process, Review, Task
from workflows.nodes import HumanTask
from workflows.review import ReviewFlow

from .locking import decide, lock
from .steps import go_on_when_reviewed, stop


@transaction.atomic
def propose_change(*, dossier_id: int, by: Person, wanted: Sequence[Wanted], reason: str) -> CouncilChange:
    """Propose who leaves a council and who comes. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    actor = decide(by, "council.change", dossier)
    change = council_changes.propose_change(dossier=dossier, by=actor, wanted=wanted, reason=reason)
    chain_events(dossier)
    return change


@transaction.atomic
def take_change_back(*, dossier_id: int, by: Person) -> None:
    """Take a proposed change back. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    council_changes.take_change_back(dossier=dossier, by=decide(by, "council.change", dossier))
    chain_events(dossier)


@tried_first
@transaction.atomic
def decide_change(*, dossier_id: int, by: Person, decision: str, remarks: str = "") -> CouncilChange:
    """Approve the change of a council that waits, or send it back. Raises ``ActionError``.

    Open steps of whoever leaves go to whoever comes; a reviewer who comes while reviews are collected is invited.
    """
    dossier = lock(dossier_id)
    found = require(check(by, "council.change_decide", dossier))
    waiting = council_changes.waiting_change(dossier)
    if waiting is not None:
        found = require(council_changes.may_decide_change(by, waiting, found))
    actor = Actor.allowed(by, found)
    change = council_changes.decide_change(dossier=dossier, by=actor, decision=decision, remarks=remarks)
    if change.state == CouncilChange.State.APPROVED:
        _stop_reviews(dossier)
        if dossier.step == "collect_reviews":
            for seat in council_changes.reviewers_who_came(change):
                seat.council.dossier = dossier
                review = invitation.invite(seat=seat, by=actor)
                ReviewFlow.invite.run(review=review, dossier=dossier)
            go_on_when_reviewed(dossier)
        hand_over_steps(dossier, key=f"c{change.pk}")
    chain_events(dossier)
    return change


@transaction.atomic
def let_deputy_act(*, dossier_id: int, by: Person) -> None:
    """Let the deputy act for a chair who is late. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    stand_ins.let_deputy_act(dossier=dossier, by=decide(by, "deputy.agree", dossier))


def _stop_reviews(dossier: Dossier) -> None:
    """End the reviews that are no longer waited for."""
    over = [Review.State.REPLACED, Review.State.EXCUSED]
    for process in Process.objects.filter(dossier=dossier, review__state__in=over, finished=None):
        stop(process, dossier)


def hand_over_steps(dossier: Dossier, *, key: str) -> None:
    """Let each open step of the dossier wait for whoever holds its seat now, and tell them."""
    tasks = Task.objects.select_related("process").filter(dossier=dossier, process__review=None, status=STATUS.NEW)
    for task in tasks:
        node = task.flow_task
        if not isinstance(node, HumanTask):
            continue
        task.dossier = task.process.dossier = dossier
        assignee = node.assignee_of(task.process)
        if assignee is None or assignee.pk == task.assignee_id:
            continue
        task.assignee = assignee
        task.save(update_fields=["assignee"])
        notify_actors(task, key=f"t{task.pk}:{key}")
