"""What somebody did on paper, entered for them: a step that waits for them, a withdrawal, when they can meet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult.access import WEIGHING, Capacity, capacities_of, check_entering, require
from consult.actions import closing, entering
from consult.actions.actor import Actor, chain_events, record
from consult.actions.incoming import require_valid
from consult.actions.meetings import scheduling, voting
from consult.actions.trials import require_fit
from consult.actions.uploads import from_letter
from consult.models import IncomingLetter, Meeting, Outcome, PaperEntry, Person, Review, Task
from consult.queries.letters import letters_in
from consult.refusals import ActionError, NotAllowed
from workflows.nodes import HumanTask

from . import dossiers, steps
from .locking import decide, lock


def _letter(pk: int) -> IncomingLetter:
    return IncomingLetter.objects.select_related("register__union").prefetch_related("corrections").get(pk=pk)


def enter_step(
    *, task_id: int, by: Person, letter_id: int, files: Mapping[int, str] | None = None, **data: Any
) -> Task:
    """Do a step, from a letter, for whom it waits for. ``data`` is what its own form gives.

    ``files`` maps files of the letter to the attachments of the checklist that they are. Raises ``ActionError``.
    """
    task = Task.objects.select_related("process__review", "dossier__procedure").get(pk=task_id)
    node, letter = task.flow_task, _letter(letter_id)
    if not isinstance(node, HumanTask) or node.act is None:
        raise ActionError("not_by_hand", _("This step is not done by hand."))
    require(check_entering(by, task))
    entering.require_letter_of(task.dossier, letter)
    if node.rehearsed:
        require_fit(lambda: steps.perform_from(task_id, by, data, steps.Paper(letter)))
    with from_letter(dossier=task.dossier, letter=letter, items=files or {}, by=by) as rows:
        return steps.perform_from(task_id, by, data, steps.Paper(letter, rows))


@transaction.atomic
def withdraw(*, dossier_id: int, by: Person, letter_id: int, reason: str) -> None:
    """The proposer took the dossier back by a letter. Raises ``ActionError``."""
    dossier, letter = lock(dossier_id), _letter(letter_id)
    actor = decide(by, "enter.withdraw", dossier).entering(letter, dossier.proposer)
    entering.note_entry(dossier=dossier, by=actor, act=PaperEntry.Act.WITHDRAWAL)
    dossiers.break_off(dossier, actor, Outcome.WITHDRAWN, reason)


@transaction.atomic
def dispute_review(*, review_id: int, by: Person, reason: str) -> None:
    """The author of a review that was entered says what is not as they wrote it. Raises ``ActionError``."""
    dossier = lock(Review.objects.values_list("dossier", flat=True).get(pk=review_id))
    review = Review.objects.get(pk=review_id)
    review.dossier = dossier
    entering.dispute_review(review=review, by=Actor(by, Capacity.REVIEWER), reason=reason)
    chain_events(dossier)


@transaction.atomic
def answer_dates(*, dossier_id: int, by: Person, letter_id: int, person: Person, answers: Mapping[int, str]) -> None:
    """Somebody with a seat wrote when they can meet; ``answers`` by the number of the time. Raises ``ActionError``."""
    dossier, letter = lock(dossier_id), _letter(letter_id)
    actor = decide(by, "enter.date_answer", dossier).entering(letter, person)
    if person.pk == by.pk:
        raise ActionError("own_step", _("This step is your own: do it yourself, not from a paper."), where="person")
    if not answers:
        raise ActionError("answer_missing", _("Choose an answer."))
    entering.note_entry(dossier=dossier, by=actor, act=PaperEntry.Act.DATES, person=person)
    for slot, answer in answers.items():
        scheduling.answer_date(dossier=dossier, by=actor, slot=slot, answer=answer)
    record(dossier, "dates_answered", actor, name=person.name)
    chain_events(dossier)


@transaction.atomic
def vote(*, meeting_id: int, by: Person, letter_id: int, person: Person, choice: str) -> None:
    """Somebody with a seat voted by a letter in a written round. Raises ``ActionError``."""
    dossier = lock(Meeting.objects.values_list("council__dossier", flat=True).get(pk=meeting_id))
    meeting, letter = Meeting.objects.select_related("council").get(pk=meeting_id), _letter(letter_id)
    actor = decide(by, "enter.vote", dossier).entering(letter, person)
    if capacities_of(by, dossier) & WEIGHING:
        raise NotAllowed("weighs_reviews", _("You have a seat in this council; somebody else has to enter it."))
    entering.note_entry(dossier=dossier, by=actor, act=PaperEntry.Act.VOTE, person=person)
    voting.cast_by_letter(meeting, actor, choice=choice)
    record(dossier, "vote_entered", actor, name=person.name)
    meeting.version += 1
    meeting.save(update_fields=["version"])
    chain_events(dossier)


@transaction.atomic
def file_letter(*, dossier_id: int, by: Person, letter_id: int) -> None:
    """Lay a letter into the dossier that it belongs to, whatever its stage. Raises ``ActionError``."""
    dossier, letter = lock(dossier_id), _letter(letter_id)
    actor = Actor(by, decide(by, "paper.file", dossier).capacity, paper=letter)
    if letters_in(dossier).filter(pk=letter.pk).exists():
        raise ActionError("filed_already", _("This letter lies with the dossier already."), where="dossier")
    entering.note_entry(dossier=dossier, by=actor, act=PaperEntry.Act.FILED)
    record(dossier, "letter_filed", actor)
    chain_events(dossier)


@transaction.atomic
def reopen_answer(*, dossier_id: int, by: Person, letter_id: int | None = None) -> None:
    """Take back that no answer came: its step opens again. Raises ``ActionError``.

    ``letter_id`` is the letter with the answer, where it is there.
    """
    dossier = lock(dossier_id)
    actor = decide(by, "answer.reopen", dossier)
    if letter_id is not None:
        letter = _letter(letter_id)
        require_valid(letter)
        actor = actor.entering(letter, dossier.proposer)
        entering.require_letter_of(dossier, letter)
    dossiers.decide_present_step(dossier, actor, closing.reopen_answer(dossier=dossier, by=actor))
    chain_events(dossier)
