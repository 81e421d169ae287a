"""The doors through which people and workers move a dossier.

Each opens one transaction, takes the dossier's row as the lock, asks the access table, does the action and lets the
flow go on. Two acts on one dossier never interleave.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS

from consult import clock
from consult.access import Decision, capacities, check_task, require
from consult.actions import closing, drafts, intake, jobs, notices, reviews
from consult.actions.actor import Actor, seal
from consult.actions.deadlines import calendar_of
from consult.models import Dossier, Draft, Job, Outcome, Person, Process, Review, Task
from consult.refusals import ActionError
from consult.rules.reminders import next_reminder

from .doors import decide, lock
from .dossier import DossierFlow
from .nodes import AwaitReviews, HumanTask
from .review import ReviewFlow


@transaction.atomic
def submit(*, dossier_id: int, by: Person) -> Dossier:
    """Hand a draft to the union. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    actor = decide(by, "dossier.submit", dossier)
    DossierFlow.submit.run(dossier=dossier, by=actor)
    seal(dossier)
    return dossier


@transaction.atomic
def perform(*, task_id: int, by: Person, **data: Any) -> Task:
    """Do a human step with the data of its form. Raises ``ActionError`` with a reason when it may not be done."""
    task = Task.objects.select_related("process").get(pk=task_id)
    task.dossier = task.process.dossier = lock(task.dossier_id)
    task.refresh_from_db(fields=["status", "assignee", "owner", "due_on"])
    node = task.flow_task
    if not isinstance(node, HumanTask) or node.act is None:
        raise ActionError("not_by_hand", _("This step is not done by hand."))
    if task.status != STATUS.NEW:
        require(_closed_decision(by, task))
    actor = Actor.allowed(by, require(check_task(by, task)))
    review = task.process.review
    extra = {"review": review} if review else {}
    decision = node.act(dossier=task.dossier, by=actor, **extra, **data)
    node.activation_class(task).perform(by, decision)
    if review:
        _go_on_when_reviewed(task.dossier)
    seal(task.dossier)
    return task


@transaction.atomic
def save_text(*, task_id: int, by: Person, **data: Any) -> Draft:
    """Keep a state of the text that a step writes. Raises ``ActionError``."""
    task = Task.objects.select_related("process").get(pk=task_id)
    task.dossier = lock(task.dossier_id)
    task.refresh_from_db(fields=["status", "assignee", "owner"])
    if task.status != STATUS.NEW or task.node not in drafts.WRITTEN_IN:
        raise ActionError("done_already", _("This step is done already."))
    require(check_task(by, task))
    return drafts.save_text(dossier=task.dossier, kind=drafts.WRITTEN_IN[task.node], by=by, **data)


def _closed_decision(by: Person, task: Task) -> Decision:
    if not capacities(by, task.dossier):
        return Decision(False, "no_part", _("You have no part in this dossier."))
    if task.owner is not None and task.owner_id != by.pk:
        return Decision(False, "done_already", _("%(name)s has done this step already.") % {"name": task.owner.name})
    return Decision(False, "done_already", _("This step is done already."))


def _go_on_when_reviewed(dossier: Dossier) -> None:
    waiting = (
        Task.objects.select_related("process")
        .filter(dossier=dossier, node="collect_reviews", status=STATUS.NEW)
        .first()
    )
    if waiting is None or not reviews.enough_reviews(dossier):
        return
    node = waiting.flow_task
    assert isinstance(node, AwaitReviews)
    waiting.dossier = waiting.process.dossier = dossier
    reviews.record_all_in(dossier=dossier)
    node.activation_class(waiting).arrive()


def _managed(review_id: int, by: Person) -> tuple[Dossier, Actor, Review]:
    dossier = lock(Review.objects.values_list("dossier_id", flat=True).get(pk=review_id))
    actor = decide(by, "review.manage", dossier)
    return dossier, actor, Review.objects.select_related("seat__person").get(pk=review_id)


def _require_collecting(dossier: Dossier) -> None:
    if dossier.step != "collect_reviews":
        raise ActionError("reviews_in", _("The reviews are in; reviewers can no longer be changed."))


def _stop(process: Process | None, dossier: Dossier) -> None:
    """Cancel every open step of a process."""
    if process is None or process.finished:
        return
    process.dossier = dossier
    process.flow_class.instance.cancel(process)


@transaction.atomic
def excuse_reviewer(*, review_id: int, by: Person, reason: str) -> None:
    """Let one reviewer go; the others are not disturbed, and the dossier goes on if enough reviews are in."""
    dossier, actor, review = _managed(review_id, by)
    _require_collecting(dossier)
    reviews.excuse_reviewer(dossier=dossier, by=actor, review=review, reason=reason)
    _stop(review.process, dossier)
    _go_on_when_reviewed(dossier)
    seal(dossier)


@transaction.atomic
def replace_reviewer(*, review_id: int, by: Person, person: Person, reason: str) -> Review:
    """Put another person on a reviewer's seat and invite them."""
    dossier, actor, review = _managed(review_id, by)
    _require_collecting(dossier)
    seat = reviews.seat_replacement(dossier=dossier, by=actor, review=review, person=person, reason=reason)
    _stop(review.process, dossier)
    replacement = reviews.invite(seat=seat, by=by)
    ReviewFlow.invite.run(review=replacement, dossier=dossier)
    seal(dossier)
    return replacement


@transaction.atomic
def extend_review(*, review_id: int, by: Person, due_on: date, reason: str = "") -> None:
    """Give one reviewer more time; the dossier's own deadline moves along when it would be earlier."""
    dossier, actor, review = _managed(review_id, by)
    _require_collecting(dossier)
    own = Task.objects.filter(process__review=review, status=STATUS.NEW).first()
    if own is None or own.due_on is None:
        raise ActionError("review_closed", _("This review is closed."))
    reviews.extend_review(dossier=dossier, by=actor, review=review, present=own.due_on, due_on=due_on, reason=reason)
    reminder = next_reminder(clock.today(), due_on, calendar_of(dossier.union_id))
    moved = Task.objects.filter(dossier=dossier, node="collect_reviews", status=STATUS.NEW, due_on__lt=due_on)
    if moved.update(due_on=due_on, next_reminder_on=reminder):
        dossier.due_on = due_on
        dossier.save()
    Task.objects.filter(pk=own.pk).update(due_on=due_on, term=None, next_reminder_on=reminder)
    seal(dossier)


@transaction.atomic
def ask_more_time(*, review_id: int, by: Person, due_on: date, reason: str) -> None:
    """A reviewer asks for more time. Raises ``ActionError``."""
    review = Review.objects.select_related("seat__person").get(pk=review_id)
    dossier = lock(review.dossier_id)
    actor = decide(by, "time.ask", dossier)
    review.refresh_from_db(fields=["state"])
    own = Task.objects.filter(process__review=review, status=STATUS.NEW).first()
    if own is None or own.due_on is None:
        raise ActionError("review_closed", _("This review is closed."))
    reviews.ask_more_time(dossier=dossier, by=actor, review=review, present=own.due_on, due_on=due_on, reason=reason)
    seal(dossier)


@transaction.atomic
def invite_again(*, review_id: int, by: Person) -> None:
    """Send an invitation once more, with a fresh link."""
    dossier, _actor, review = _managed(review_id, by)
    task = Task.objects.filter(process__review=review, status=STATUS.NEW).first()
    if task is None:
        raise ActionError("review_closed", _("This review is closed."))
    task.dossier = dossier
    sent = task.notifications.count()
    notices.tell_actors(task, kind="invitation", key=f"t{task.pk}:{sent}")


@transaction.atomic
def withdraw(*, dossier_id: int, by: Person, reason: str) -> None:
    """The proposer takes the dossier back, at any time before issue."""
    dossier = lock(dossier_id)
    _break_off(dossier, decide(by, "dossier.withdraw", dossier), Outcome.WITHDRAWN, reason)


@transaction.atomic
def cancel(*, dossier_id: int, by: Person, reason: str) -> None:
    """The leader cancels the dossier with a reason."""
    dossier = lock(dossier_id)
    _break_off(dossier, decide(by, "dossier.cancel", dossier), Outcome.CANCELLED, reason)


def _break_off(dossier: Dossier, by: Actor, outcome: Outcome, reason: str) -> None:
    closing.break_off(dossier=dossier, by=by, outcome=outcome, reason=reason)
    for process in dossier.processes.all():
        _stop(process, dossier)
    Job.objects.filter(dossier=dossier, task__isnull=False, state__in=jobs.OPEN).update(state=Job.State.CANCELLED)
    seal(dossier)


@transaction.atomic
def go_on_without(*, dossier_id: int, by: Person) -> None:
    """Go on without the supplement or the response that the proposer owes, once its deadline is past."""
    dossier = lock(dossier_id)
    actor = decide(by, "answer.waive", dossier)
    decision = closing.go_on_without(dossier=dossier, by=actor)
    task = Task.objects.select_related("process").get(dossier=dossier, node=dossier.step, status=STATUS.NEW)
    task.dossier = task.process.dossier = dossier
    task.flow_task.activation_class(task).perform(by, decision)
    seal(dossier)


@transaction.atomic
def discard_draft(*, dossier_id: int, by: Person) -> None:
    """Throw away a dossier that was never submitted."""
    dossier = lock(dossier_id)
    decide(by, "dossier.edit", dossier)
    intake.discard_draft(dossier=dossier)
