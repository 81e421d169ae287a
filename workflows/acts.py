"""The doors through which people and workers move a dossier.

Each opens one transaction, takes the dossier's row as the lock, asks the access table, does the action and lets the
flow go on. Two acts on one dossier never interleave.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS

from consult import clock
from consult.access import Decision, Refused, capacities, check, check_task, require
from consult.actions import closing, intake, jobs, letters, notices, papers, reviews, signing
from consult.actions.actor import Actor, record
from consult.actions.deadlines import calendar_of
from consult.models import Document, DocumentKind, Dossier, Event, Job, Outcome, Person, Process, Review, Task
from consult.rules.reminders import next_reminder

from .dossier import DossierFlow
from .nodes import AwaitReviews, HumanTask
from .review import ReviewFlow


def lock(dossier_id: int) -> Dossier:
    """Take a dossier's row for this transaction."""
    locked = Dossier.objects.select_for_update().get(pk=dossier_id)
    return Dossier.objects.select_related("union", "procedure", "proposer", "council").get(pk=locked.pk)


def _note_states(dossier: Dossier) -> None:
    """Write into this act's events where the dossier stands after it."""
    Event.objects.filter(dossier=dossier, to_state="").update(to_state=dossier.step or dossier.stage)


def _decide(person: Person, action: str, dossier: Dossier) -> Actor:
    return Actor.allowed(person, require(check(person, action, dossier)))


@transaction.atomic
def submit(*, dossier_id: int, by: Person) -> Dossier:
    """Hand a draft to the union. Raises ``Refused``."""
    dossier = lock(dossier_id)
    actor = _decide(by, "dossier.submit", dossier)
    DossierFlow.submit.run(dossier=dossier, by=actor)
    _note_states(dossier)
    return dossier


@transaction.atomic
def perform(*, task_id: int, by: Person, **data: Any) -> Task:
    """Do a human step with the data of its form. Raises ``Refused`` with a reason when it may not be done."""
    task = Task.objects.select_related("process").get(pk=task_id)
    task.dossier = task.process.dossier = lock(task.dossier_id)
    task.refresh_from_db(fields=["status", "assignee", "owner", "due_on"])
    node = task.flow_task
    if not isinstance(node, HumanTask) or node.act is None:
        raise Refused(_("This step is not done by hand."))
    if task.status != STATUS.NEW:
        require(_closed_decision(by, task))
    actor = Actor.allowed(by, require(check_task(by, task)))
    review = task.process.review
    extra = {"review": review} if review else {}
    decision = node.act(dossier=task.dossier, by=actor, **extra, **data)
    node.activation_class(task).perform(by, decision)
    if review:
        _go_on_when_reviewed(task.dossier)
    _note_states(task.dossier)
    return task


def _closed_decision(by: Person, task: Task) -> Decision:
    if not capacities(by, task.dossier):
        return Decision(False, _("You have no part in this dossier."))
    if task.owner is not None and task.owner_id != by.pk:
        return Decision(False, _("%(name)s has done this step already.") % {"name": task.owner.name})
    return Decision(False, _("This step is done already."))


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
    actor = _decide(by, "review.manage", dossier)
    return dossier, actor, Review.objects.select_related("seat__person").get(pk=review_id)


def _require_collecting(dossier: Dossier) -> None:
    if dossier.step != "collect_reviews":
        raise Refused(_("The reviews are in; reviewers can no longer be changed."))


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
    _note_states(dossier)


@transaction.atomic
def replace_reviewer(*, review_id: int, by: Person, person: Person, reason: str) -> Review:
    """Put another person on a reviewer's seat and invite them."""
    dossier, actor, review = _managed(review_id, by)
    _require_collecting(dossier)
    seat = reviews.seat_replacement(dossier=dossier, by=actor, review=review, person=person, reason=reason)
    _stop(review.process, dossier)
    replacement = reviews.invite(seat=seat, by=by)
    ReviewFlow.invite.run(review=replacement, dossier=dossier)
    _note_states(dossier)
    return replacement


@transaction.atomic
def extend_review(*, review_id: int, by: Person, due_on: date, reason: str = "") -> None:
    """Give one reviewer more time; the dossier's own deadline moves along when it would be earlier."""
    dossier, actor, review = _managed(review_id, by)
    _require_collecting(dossier)
    own = Task.objects.filter(process__review=review, status=STATUS.NEW).first()
    if own is None or own.due_on is None:
        raise Refused(_("This review is closed."))
    reviews.extend_review(dossier=dossier, by=actor, review=review, present=own.due_on, due_on=due_on, reason=reason)
    reminder = next_reminder(clock.today(), due_on, calendar_of(dossier.union_id))
    moved = Task.objects.filter(dossier=dossier, node="collect_reviews", status=STATUS.NEW, due_on__lt=due_on)
    if moved.update(due_on=due_on, next_reminder_on=reminder):
        dossier.due_on = due_on
        dossier.save()
    Task.objects.filter(pk=own.pk).update(due_on=due_on, next_reminder_on=reminder)
    _note_states(dossier)


@transaction.atomic
def invite_again(*, review_id: int, by: Person) -> None:
    """Send an invitation once more, with a fresh link."""
    dossier, _actor, review = _managed(review_id, by)
    task = Task.objects.filter(process__review=review, status=STATUS.NEW).first()
    if task is None:
        raise Refused(_("This review is closed."))
    task.dossier = dossier
    sent = task.notifications.count()
    notices.tell_actors(task, kind="invitation", key=f"t{task.pk}:{sent}")


@transaction.atomic
def withdraw(*, dossier_id: int, by: Person, reason: str) -> None:
    """The proposer takes the dossier back, at any time before issue."""
    dossier = lock(dossier_id)
    _break_off(dossier, _decide(by, "dossier.withdraw", dossier), Outcome.WITHDRAWN, reason)


@transaction.atomic
def cancel(*, dossier_id: int, by: Person, reason: str) -> None:
    """The leader cancels the dossier with a reason."""
    dossier = lock(dossier_id)
    _break_off(dossier, _decide(by, "dossier.cancel", dossier), Outcome.CANCELLED, reason)


def _break_off(dossier: Dossier, by: Actor, outcome: Outcome, reason: str) -> None:
    closing.break_off(dossier=dossier, by=by, outcome=outcome, reason=reason)
    for process in dossier.processes.all():
        _stop(process, dossier)
    Job.objects.filter(dossier=dossier, task__isnull=False, state__in=jobs.OPEN).update(state=Job.State.CANCELLED)


@transaction.atomic
def go_on_without(*, dossier_id: int, by: Person) -> None:
    """Go on without the supplement or the response that the proposer owes, once its deadline is past."""
    dossier = lock(dossier_id)
    actor = _decide(by, "answer.waive", dossier)
    decision = closing.go_on_without(dossier=dossier, by=actor)
    task = Task.objects.select_related("process").get(dossier=dossier, node=dossier.step, status=STATUS.NEW)
    task.dossier = task.process.dossier = dossier
    task.flow_task.activation_class(task).perform(by, decision)
    _note_states(dossier)


@transaction.atomic
def discard_draft(*, dossier_id: int, by: Person) -> None:
    """Throw away a dossier that was never submitted."""
    dossier = lock(dossier_id)
    _decide(by, "dossier.edit", dossier)
    intake.discard_draft(dossier=dossier)


@transaction.atomic
def make_paper_again(*, document_id: int, by: Person) -> None:
    """Render a paper anew from its frozen data, as a new version."""
    document = Document.objects.get(pk=document_id)
    _decide(by, "job.retry", lock(document.dossier_id))
    papers.make_again(document)


@transaction.atomic
def bring_signed_paper(*, document_id: int, by: Person, upload: File, source: str) -> None:
    """Keep a paper that was signed outside or by hand, beside the one made here."""
    document = Document.objects.select_related("dossier").get(pk=document_id)
    dossier = lock(document.dossier_id)
    actor = _decide(by, "paper.sign", dossier)
    if dossier.step == "bring_signed" and document.kind == DocumentKind.OPINION:
        raise Refused(_("Bring the opinion in its own step."))
    signing.bring_signed(dossier=dossier, document=document, by=actor, upload=upload, source=source)
    _note_states(dossier)


@transaction.atomic
def revoke_paper(*, document_id: int, by: Person, reason: str, replaced_by: Document | None = None) -> None:
    """Say publicly that a paper is no longer valid."""
    document = Document.objects.get(pk=document_id)
    dossier = lock(document.dossier_id)
    papers.revoke(dossier=dossier, document=document, by=_decide(by, "paper.revoke", dossier), reason=reason,
                  replaced_by=replaced_by)  # fmt: skip
    _note_states(dossier)


@transaction.atomic
def classify(*, dossier_id: int, by: Person, confidential: bool) -> None:
    """Say whether the public page may tell the dossier's subject."""
    dossier = lock(dossier_id)
    actor = _decide(by, "dossier.classify", dossier)
    dossier.confidential = confidential
    dossier.save(update_fields=["confidential", "folded"])
    record(dossier, "classified", actor)
    _note_states(dossier)


@transaction.atomic
def ask_department(*, dossier_id: int, by: Person, **data: Any) -> None:
    """Ask a department for its view by letter."""
    dossier = lock(dossier_id)
    letters.ask_department(dossier=dossier, by=_decide(by, "department.ask", dossier), **data)
    _note_states(dossier)


@transaction.atomic
def remind_by_letter(*, task_id: int, by: Person) -> None:
    """Write to whoever is late with a step."""
    task = Task.objects.select_related("assignee__expert").get(pk=task_id)
    dossier = lock(task.dossier_id)
    letters.remind_by_letter(dossier=dossier, by=_decide(by, "letter.remind", dossier), task=task)
    _note_states(dossier)


@transaction.atomic
def make_payment_list(*, dossier_id: int, by: Person) -> None:
    """List what the council's members are paid."""
    dossier = lock(dossier_id)
    letters.make_payment_list(dossier=dossier, by=_decide(by, "payment.make", dossier))
    _note_states(dossier)


def make_paper_now(job: Job) -> None:
    """Render a claimed job's paper, sign it if the office holds the keys, and, in one transaction, keep it, close the job and let the flow go on.

    Raises ``jobs.LostClaimError`` when another worker took over meanwhile; then nothing is kept.
    """
    version = job.version
    assert version is not None
    made, source = signing.sign_here(version, papers.render(version))
    with transaction.atomic():
        dossier = lock(version.document.dossier_id)
        jobs.complete(job)
        papers.keep(version, made, source)
        if job.task_id:
            task = Task.objects.select_related("process").get(pk=job.task_id)
            if task.status != STATUS.CANCELED:
                task.dossier = task.process.dossier = dossier
                activation = task.flow_task.activation_class(task)
                activation.start()
                activation.execute()
                _note_states(dossier)
