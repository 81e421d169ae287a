"""Steps of the flow, done by people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS

from consult.access import Decision, capacities_of, check_entering, check_task, require
from consult.actions import drafts
from consult.actions.actor import Actor, chain_events
from consult.actions.entering import ask_author, note_entry
from consult.actions.previews import documents_of
from consult.actions.reviews import invitation
from consult.actions.trials import Rehearsed, require_fit
from consult.actions.uploads import add_files
from consult.models import Attachment, Dossier, Draft, IncomingLetter, PaperEntry, Person, Process, Review, Task
from consult.refusals import ActionError
from workflows.nodes import AwaitReviews, HumanTask

from .locking import lock


def perform(*, task_id: int, by: Person, **data: Any) -> Task:
    """Do a human step with the data of its form. Raises ``ActionError`` with a reason when it may not be done.

    What is slow of it is done first, while the dossier's row is free; then all is asked again.
    """
    task = Task.objects.select_related("process").get(pk=task_id)
    node = task.flow_task
    if not isinstance(node, HumanTask) or node.act is None:
        raise ActionError("not_by_hand", _("This step is not done by hand."))
    if node.rehearsed:
        require_fit(lambda: _rehearse(task_id, node, by, data))
    if node.prepare is None:
        return _perform(task, node, by, data)
    _require_now(by, task)
    with node.prepare(dossier=task.dossier, **data) as prepared:
        return _perform(task, node, by, prepared)


def foresee(*, task_id: int, by: Person, **data: Any) -> list[Rehearsed]:
    """The documents that doing a step with the data of its form would lead to; nothing is done. Raises ``ActionError``."""
    task = Task.objects.select_related("process").get(pk=task_id)
    node = task.flow_task
    if not isinstance(node, HumanTask) or node.act is None or node.prepare is not None:
        return []
    return documents_of(lambda: _rehearse(task_id, node, by, data))


def _rehearse(task_id: int, node: HumanTask, by: Person, data: Mapping[str, Any]) -> None:
    """The step, with rows of its own, and what later steps will make of it."""
    task = _perform(Task.objects.select_related("process").get(pk=task_id), node, by, data)
    if node.ahead is not None:
        node.ahead(dossier=task.dossier, by=Actor(by, node.actor), decision=task.process.decision)


def _require_now(by: Person, task: Task) -> Decision:
    _require_open(by, task)
    return require(check_task(by, task))


def _require_open(by: Person, task: Task) -> None:
    if task.status != STATUS.NEW:
        require(_closed_decision(by, task))


@dataclass(frozen=True)
class Paper:
    """By which letter a step is done for somebody else, and its files that are attachments, which lie in the store."""

    letter: IncomingLetter
    attachments: Sequence[Attachment] = ()


def perform_from(task_id: int, by: Person, data: Mapping[str, Any], paper: Paper) -> Task:
    """Do a human step for whom it waits for. See ``entering.enter_step``, which asks and prepares."""
    task = Task.objects.select_related("process__review").get(pk=task_id)
    return _perform(task, task.flow_task, by, data, paper)


def _entering(task: Task, by: Person, paper: Paper) -> Actor:
    """Whoever enters the step from a paper, which is written down with its files."""
    decision = check_entering(by, task)
    whose = task.assignee or task.dossier.proposer
    actor = Actor.allowed(by, require(decision)).entering(paper.letter, whose)
    note_entry(
        dossier=task.dossier, by=actor, act=PaperEntry.Act(task.node), person=task.assignee, review=task.process.review
    )
    add_files(task.dossier, paper.attachments)
    return actor


@transaction.atomic
def _perform(task: Task, node: HumanTask, by: Person, data: Mapping[str, Any], paper: Paper | None = None) -> Task:
    task.dossier = task.process.dossier = lock(task.dossier_id)
    task.refresh_from_db(fields=["status", "assignee", "owner", "due_on"])
    if paper is None:
        actor = Actor.allowed(by, _require_now(by, task))
    else:
        _require_open(by, task)
        actor = _entering(task, by, paper)
    assert node.act is not None
    review = task.process.review
    extra = {"review": review} if review else {}
    decision = node.act(dossier=task.dossier, by=actor, **extra, **data)
    node.activation_class(task).perform(by, decision)
    if review:
        if paper is not None and review.state == Review.State.HANDED_IN:
            ask_author(review.paper_entries.latest("pk"))
        go_on_when_reviewed(task.dossier)
    chain_events(task.dossier)
    return task


@transaction.atomic
def save_text(*, task_id: int, by: Person, **data: Any) -> Draft:
    """Keep a state of the text that a step writes. Raises ``ActionError``."""
    task = Task.objects.select_related("process").get(pk=task_id)
    task.dossier = lock(task.dossier_id)
    task.refresh_from_db(fields=["status", "assignee", "owner"])
    if task.status != STATUS.NEW or task.node not in drafts.WRITTEN_IN:
        raise ActionError("done_already", _("This step has already been done."))
    require(check_task(by, task))
    return drafts.save_text(dossier=task.dossier, kind=drafts.WRITTEN_IN[task.node], by=by, **data)


@transaction.atomic
def save_both(
    *, task_id: int, by: Person, revision: int, other: tuple[str, str], present: tuple[str, str]
) -> tuple[Draft, Draft]:
    """Keep another text and then the present one, which stays the newest; each is body and conclusion.

    Nobody saves in between: both are kept or none. ``revision`` and errors as for ``save_text``.
    """
    kept = save_text(task_id=task_id, by=by, body=other[0], conclusion=other[1], revision=revision)
    return kept, save_text(task_id=task_id, by=by, body=present[0], conclusion=present[1], revision=kept.revision)


def _closed_decision(by: Person, task: Task) -> Decision:
    if not capacities_of(by, task.dossier):
        return Decision(False, "no_part", _("You are not involved in this dossier."))
    if task.owner is not None and task.owner_id != by.pk:
        return Decision(False, "done_already", _("%(name)s has already done this step.") % {"name": task.owner.name})
    return Decision(False, "done_already", _("This step has already been done."))


def go_on_when_reviewed(dossier: Dossier) -> None:
    waiting = (
        Task.objects.select_related("process")
        .filter(dossier=dossier, node="collect_reviews", status=STATUS.NEW)
        .first()
    )
    if waiting is None or not invitation.enough_reviews(dossier):
        return
    node = waiting.flow_task
    assert isinstance(node, AwaitReviews)
    waiting.dossier = waiting.process.dossier = dossier
    invitation.record_all_in(dossier=dossier)
    node.activation_class(waiting).arrive()


def stop(process: Process | None, dossier: Dossier) -> None:
    """Cancel every open step of a process."""
    if process is None or process.finished:
        return
    process.dossier = dossier
    process.flow_class.instance.cancel(process)
