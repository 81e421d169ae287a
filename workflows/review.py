"""The walk of one review, from invitation to handing in. One process for each reviewer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import Activation, flow

from consult.access import Capacity
from consult.actions.decisions import StepDecision
from consult.actions.reviews import drafting, invitation
from consult.models import DocumentKind, Dossier, LegalGround, Process, Review, Stage, Task

from .nodes import DossierLock, HumanTask, Submission, decided


class ReviewFlow(flow.Flow):
    """One reviewer's part: asked, declares interests, accepts or declines, writes, hands in."""

    process_class = Process
    task_class = Task
    lock_impl = DossierLock()

    invite = Submission(this.begin, title=_("Invitation")).Next(this.answer_invitation)

    answer_invitation = HumanTask(
        invitation.answer_invitation,
        actor=Capacity.INVITED,
        days="answer",
        stage=Stage.REVIEW,
        title=_("Answer the invitation"),
        leads=False,
        notice="invitation",
        basis=LegalGround.Key.REVIEW,
    ).Next(this.accepted)

    accepted = (
        flow.If(decided(StepDecision.ACCEPT))
        .Annotation(title=_("Accepted?"))
        .Then(this.write_review)
        .Else(this.declined)
    )

    write_review = HumanTask(
        drafting.hand_in,
        actor=Capacity.REVIEWER,
        days="review",
        stage=Stage.REVIEW,
        title=_("Write the review"),
        leads=False,
        documents=[DocumentKind.REVIEW],
        basis=LegalGround.Key.REVIEW,
    ).Next(this.handed_in)

    handed_in = flow.End().Annotation(title=_("Handed in"))
    declined = flow.End().Annotation(title=_("Declined"))

    def begin(self, activation: Activation, review: Review, dossier: Dossier) -> Process:
        process: Process = activation.process
        process.dossier, process.review = dossier, review
        return process
