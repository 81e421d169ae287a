"""The officer's care for reviewers while reviews are collected, and a reviewer who asks for time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from viewflow.workflow import STATUS

from consult import clock
from consult.actions.actor import Actor, chain_events, record
from consult.actions.council_changes import require_by_hand
from consult.actions.deadlines import calendar_of, due_date
from consult.actions.notifications import notices
from consult.actions.reviews import invitation
from consult.models import Dossier, Expert, Mail, Notification, Person, Review, Task
from consult.refusals import ActionError
from consult.rules.reminders import next_reminder
from workflows.review import ReviewFlow

from .locking import decide, lock
from .steps import go_on_when_reviewed, perform, stop


def _managed(review_id: int, by: Person) -> tuple[Dossier, Actor, Review]:
    dossier = lock(Review.objects.values_list("dossier_id", flat=True).get(pk=review_id))
    actor = decide(by, "review.manage", dossier)
    return dossier, actor, Review.objects.select_related("seat__person").get(pk=review_id)


def _require_collecting(dossier: Dossier) -> None:
    if dossier.step != "collect_reviews":
        raise ActionError("reviews_in", _("The reviews are in; reviewers can no longer be changed."))


@transaction.atomic
def excuse_reviewer(*, review_id: int, by: Person, reason: str) -> None:
    """Let one reviewer go; the others are not disturbed, and the dossier goes on if enough reviews are in."""
    dossier, actor, review = _managed(review_id, by)
    _require_collecting(dossier)
    invitation.excuse_reviewer(dossier=dossier, by=actor, review=review, reason=reason)
    stop(review.process, dossier)
    go_on_when_reviewed(dossier)
    chain_events(dossier)


@transaction.atomic
def replace_reviewer(*, review_id: int, by: Person, person: Person, reason: str) -> Review:
    """Put another person on a reviewer's seat and invite them."""
    dossier, actor, review = _managed(review_id, by)
    _require_collecting(dossier)
    require_by_hand(dossier)
    seat = invitation.seat_replacement(dossier=dossier, by=actor, review=review, person=person, reason=reason)
    stop(review.process, dossier)
    replacement = invitation.invite(seat=seat, by=actor)
    ReviewFlow.invite.run(review=replacement, dossier=dossier)
    chain_events(dossier)
    return replacement


@transaction.atomic
def extend_review(*, review_id: int, by: Person, due_on: date, reason: str = "") -> None:
    """Give one reviewer more time; the dossier's own deadline moves along when it would be earlier."""
    dossier, actor, review = _managed(review_id, by)
    _require_collecting(dossier)
    own = Task.objects.filter(process__review=review, status=STATUS.NEW).first()
    if own is None or own.due_on is None:
        raise ActionError("review_closed", _("This review is closed."))
    invitation.extend_review(dossier=dossier, by=actor, review=review, present=own.due_on, due_on=due_on, reason=reason)
    _move_deadline(dossier, own, due_on)
    chain_events(dossier)


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
    invitation.ask_more_time(dossier=dossier, by=actor, review=review, present=own.due_on, due_on=due_on, reason=reason)
    chain_events(dossier)


@transaction.atomic
def answer_by_link(*, notice: Notification, decision: str, **data: Any) -> None:
    """Answer the invitation that ``notice`` brought, as whoever it was for. Raises ``ActionError``."""
    assert notice.task is not None
    perform(task_id=notice.task.pk, by=notice.person, decision=decision, **data)
    _note_answered(notice)


@transaction.atomic
def ask_more_time_by_link(*, notice: Notification, due_on: date, reason: str) -> None:
    """Ask for more time as whoever the invitation was for, while it is open. Raises ``ActionError``."""
    task = notice.task
    assert task is not None
    assert task.process.review is not None
    if task.status != STATUS.NEW:
        raise ActionError("done_already", _("This step has already been done."))
    ask_more_time(review_id=task.process.review.pk, by=notice.person, due_on=due_on, reason=reason)
    _note_answered(notice)


def _note_answered(notice: Notification) -> None:
    """That an answer came by the newest mail of a notice."""
    newest = Mail.objects.filter(notification=notice).order_by("-number").values("pk")[:1]
    Mail.objects.filter(pk__in=list(newest.values_list("pk", flat=True))).update(answered_at=clock.now())


@transaction.atomic
def invite_again(*, review_id: int, by: Person) -> None:
    """Send an invitation once more, with a fresh link; with a new day to answer by, where the one it had is past."""
    dossier, actor, review = _managed(review_id, by)
    task = Task.objects.filter(process__review=review, status=STATUS.NEW).first()
    if task is None:
        raise ActionError("review_closed", _("This review is closed."))
    if Expert.objects.filter(person=review.seat.person_id, withdrawn_at__isnull=False).exists():
        raise ActionError("consent_withdrawn", _("This expert has withdrawn their consent; choose somebody else."))
    task.dossier = dossier
    if task.node == "answer_invitation" and task.is_late:
        due = due_date(dossier, "answer")
        _move_deadline(dossier, task, due)
        record(dossier, "invited_again", actor, name=review.seat.person.name, due_on=due.isoformat())
        chain_events(dossier)
    sent = task.notifications.count()
    notices.notify_actors(task, kind="invitation", key=f"t{task.pk}:{sent}")


def _move_deadline(dossier: Dossier, own: Task, due_on: date) -> None:
    """Give a reviewer's step another day; the dossier's own deadline moves along when it would be earlier."""
    reminder = next_reminder(clock.today(), due_on, calendar_of(dossier.union_id), dossier.procedure.rules.reminders)
    moved = Task.objects.filter(dossier=dossier, node="collect_reviews", status=STATUS.NEW, due_on__lt=due_on)
    if moved.update(due_on=due_on, next_reminder_on=reminder, revision=F("revision") + 1):
        dossier.due_on = due_on
        dossier.save()
    own.due_on, own.term, own.next_reminder_on = due_on, None, reminder
    own.revision += 1
    own.save(update_fields=["due_on", "term", "next_reminder_on", "revision"])
