"""The walk of a dossier through a union, from submission to archive. Read it from top to bottom."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import Activation, flow

from consult.access import Capacity
from consult.actions import closing, councils, intake, opinions
from consult.actions.actor import Actor
from consult.actions.decisions import StepDecision
from consult.actions.meetings import calling, minutes
from consult.actions.reviews import invitation
from consult.models import DocumentKind, Dossier, LegalGround, Outcome, Process, Stage, Task

from .nodes import AwaitReviews, Choice, DocumentJob, DossierLock, HumanTask, Submission, SystemStep, decided
from .review import ReviewFlow
from .viewflow_parts import nodes_of


class DossierFlow(flow.Flow):
    """Advice, critique and appraisal of a proposal by a council of the union."""

    process_title = _("The procedure")
    process_class = Process
    task_class = Task
    lock_impl = DossierLock()

    # ------------------------------------------------------------ 1. intake: a receipt for every dossier
    submit = Submission(
        this.begin, actor=Capacity.PROPOSER, title=_("Submission"), documents=[DocumentKind.RECEIPT]
    ).Next(this.check_completeness)

    check_completeness = HumanTask(
        intake.check_completeness,
        actor=Capacity.OFFICER,
        days="completeness",
        stage=Stage.INTAKE,
        title=_("Check completeness"),
        documents=[DocumentKind.SUPPLEMENT_REQUEST, DocumentKind.REFUSAL],
        basis=LegalGround.Key.INTAKE,
    ).Next(this.completeness_checked)

    completeness_checked = (
        Choice(title=_("Complete?"), otherwise=StepDecision.ACCEPT.label)
        .Case(this.supply_supplement, decided(StepDecision.SUPPLEMENT))
        .Case(this.close_refused, decided(StepDecision.REFUSE))
        .Default(this.propose_council)
    )

    supply_supplement = HumanTask(
        intake.supply_supplement,
        actor=Capacity.PROPOSER,
        days="supplement",
        stage=Stage.INTAKE,
        title=_("Supply what is missing"),
        basis=LegalGround.Key.INTAKE,
    ).Next(this.check_completeness)

    close_refused = SystemStep(this.on_refused, stage=Stage.INTAKE, title=_("Refuse with reasons")).Next(this.refused)
    refused = flow.End().Annotation(title=_("Refused"))

    # ------------------------------------------------------------ 2. council formation: a numbered decision
    propose_council = HumanTask(
        councils.propose_council,
        actor=Capacity.OFFICER,
        days="council",
        stage=Stage.COUNCIL,
        title=_("Propose the council"),
        basis=LegalGround.Key.COUNCIL,
    ).Next(this.approve_council)

    approve_council = HumanTask(
        councils.approve_council,
        actor=Capacity.LEADER,
        days="approve_council",
        stage=Stage.COUNCIL,
        title=_("Approve the council"),
        rehearsed=True,
        ahead=invitation.invite_ahead,
        basis=LegalGround.Key.COUNCIL,
    ).Next(this.council_approved)

    council_approved = (
        Choice(title=_("Approved?"), otherwise=_("No"))
        .Case(this.council_decision, decided(StepDecision.APPROVE, _("Yes")))
        .Case(this.open_reviews, decided(councils.WITHOUT_DECISION, _("Yes, without a decision")))
        .Default(this.propose_council)
    )

    council_decision = DocumentJob(
        councils.issue_decision,
        stage=Stage.COUNCIL,
        title=_("Number and make the council decision"),
        document=DocumentKind.COUNCIL_DECISION,
        basis=LegalGround.Key.COUNCIL,
    ).Next(this.open_reviews)

    # ------------------------------------------------------------ 3. expert review: one ReviewFlow a reviewer
    open_reviews = SystemStep(
        this.on_open_reviews,
        stage=Stage.REVIEW,
        title=_("Invite the reviewers"),
        documents=[DocumentKind.REVIEWER_INVITATION],
        basis=LegalGround.Key.REVIEW,
    ).Next(this.collect_reviews)

    collect_reviews = AwaitReviews(
        None,
        actor=Capacity.OFFICER,
        days="review",
        stage=Stage.REVIEW,
        title=_("Collect the reviews"),
        basis=LegalGround.Key.REVIEW,
    ).Next(this.meeting_needed)

    meeting_needed = (
        flow.If(this.needs_meeting)
        .Annotation(title=_("Meeting needed?"))
        .Then(this.call_meeting)
        .Else(this.draft_opinion)
    )

    call_meeting = HumanTask(
        calling.call_meeting,
        actor=Capacity.OFFICER,
        days="meeting_notice",
        stage=Stage.REVIEW,
        title=_("Call the meeting"),
        documents=[DocumentKind.MEETING_INVITATION, DocumentKind.ATTENDANCE_LIST, DocumentKind.BALLOT],
        basis=LegalGround.Key.MEETING,
    ).Next(this.hold_meeting)

    hold_meeting = HumanTask(
        minutes.hold_meeting,
        actor=Capacity.SECRETARY,
        days="minutes",
        stage=Stage.REVIEW,
        title=_("Hold the meeting and write the minutes"),
        ahead=minutes.hold_ahead,
        documents=[DocumentKind.MINUTES],
        basis=LegalGround.Key.MEETING,
    ).Next(this.quorum_present)

    quorum_present = (
        Choice(title=_("Quorum?"), otherwise=_("Yes, noted later"))
        .Case(this.sign_minutes, decided(minutes.TO_SIGN, _("Yes, held here")))
        .Case(this.call_meeting, decided(minutes.NO_QUORUM, _("No")))
        .Default(this.draft_opinion)
    )

    sign_minutes = HumanTask(
        minutes.sign_minutes,
        actor=Capacity.CHAIR,
        assignee=minutes.signer_of,
        days="sign_minutes",
        stage=Stage.REVIEW,
        title=_("Sign the minutes"),
        documents=[DocumentKind.MINUTES],
        basis=LegalGround.Key.MEETING,
    ).Next(this.minutes_signed)

    minutes_signed = (
        flow.If(decided(StepDecision.APPROVE))
        .Annotation(title=_("Minutes signed?"))
        .Then(this.draft_opinion)
        .Else(this.hold_meeting)
    )

    # ------------------------------------------------------------ 4. opinion issuance: a numbered opinion
    draft_opinion = HumanTask(
        opinions.draft_opinion,
        actor=Capacity.SECRETARY,
        days="draft",
        stage=Stage.OPINION,
        title=_("Draft the opinion"),
        rehearsed=True,
        ahead=opinions.issue_ahead,
        basis=LegalGround.Key.OPINION,
    ).Next(this.chair_asked)

    chair_asked = (
        flow.If(this.asks_chair).Annotation(title=_("Chair asked?")).Then(this.approve_opinion).Else(this.sign_opinion)
    )

    approve_opinion = HumanTask(
        opinions.approve_opinion,
        actor=Capacity.CHAIR,
        days="approve_opinion",
        stage=Stage.OPINION,
        title=_("Approve the opinion"),
        rehearsed=True,
        ahead=opinions.issue_ahead,
        basis=LegalGround.Key.OPINION,
    ).Next(this.opinion_approved)

    opinion_approved = (
        flow.If(decided(StepDecision.APPROVE))
        .Annotation(title=_("Approved?"))
        .Then(this.sign_opinion)
        .Else(this.draft_opinion)
    )

    sign_opinion = HumanTask(
        opinions.sign_opinion,
        actor=Capacity.LEADER,
        days="sign",
        stage=Stage.OPINION,
        title=_("Sign the opinion"),
        rehearsed=True,
        ahead=opinions.issue_ahead,
        basis=LegalGround.Key.OPINION,
    ).Next(this.opinion_signed)

    opinion_signed = (
        flow.If(decided(StepDecision.APPROVE))
        .Annotation(title=_("Signed?"))
        .Then(this.issue_opinion)
        .Else(this.draft_opinion)
    )

    issue_opinion = HumanTask(
        opinions.issue_opinion,
        actor=Capacity.CLERK,
        days="issue",
        stage=Stage.OPINION,
        title=_("Number and issue the opinion"),
        rehearsed=True,
        basis=LegalGround.Key.OPINION,
    ).Next(this.opinion_document)

    opinion_document = DocumentJob(
        opinions.make_opinion_document,
        stage=Stage.OPINION,
        title=_("Make the opinion's document"),
        document=DocumentKind.OPINION,
        basis=LegalGround.Key.OPINION,
    ).Next(this.signed_here)

    signed_here = (
        flow.If(this.is_signed).Annotation(title=_("Signed electronically?")).Then(this.publish).Else(this.bring_signed)
    )

    bring_signed = HumanTask(
        opinions.bring_signed,
        prepare=opinions.examined_signed,
        actor=Capacity.CLERK,
        days="bring_signed",
        stage=Stage.OPINION,
        title=_("Upload the signed opinion"),
        basis=LegalGround.Key.OPINION,
    ).Next(this.publish)

    publish = SystemStep(this.on_publish, stage=Stage.OPINION, title=_("Tell the proposer")).Next(
        this.response_expected
    )

    response_expected = (
        flow.If(this.has_outside_proposer)
        .Annotation(title=_("Proposer outside the union?"))
        .Then(this.respond)
        .Else(this.archive_dossier)
    )

    # ------------------------------------------------------------ after: a response, which may never come
    respond = HumanTask(
        closing.respond,
        actor=Capacity.PROPOSER,
        days="response",
        stage=Stage.RESPONSE,
        title=_("Respond to the opinion"),
        documents=[DocumentKind.RESPONSE],
        basis=LegalGround.Key.RESPONSE,
    ).Next(this.archive_dossier)

    archive_dossier = HumanTask(
        closing.archive_dossier,
        actor=Capacity.OFFICER,
        days="archive",
        stage=Stage.RESPONSE,
        title=_("Archive the dossier"),
        documents=[DocumentKind.ARCHIVE_CONTENTS, DocumentKind.ARCHIVE_COVER],
        basis=LegalGround.Key.ARCHIVE,
    ).Next(this.response_came)

    response_came = (
        flow.If(decided(closing.REOPENED, _("It came after all")))
        .Annotation(title=_("Response here after all?"))
        .Then(this.respond)
        .Else(this.close_archived)
    )

    close_archived = SystemStep(this.on_archived, stage=Stage.RESPONSE, title=_("Close")).Next(this.archived)
    archived = flow.End().Annotation(title=_("Archived"))

    # ------------------------------------------------------------ what the system does in between
    def begin(self, activation: Activation, dossier: Dossier, by: Actor) -> Process:
        process: Process = activation.process
        process.dossier = dossier
        activation.process.acting = by.person
        intake.submit_dossier(dossier=dossier, by=by)
        return process

    def asks_chair(self, activation: Activation) -> bool:
        return bool(activation.process.dossier.procedure.rules.chair_approves)

    def has_outside_proposer(self, activation: Activation) -> bool:
        return not activation.process.dossier.own_initiative

    def needs_meeting(self, activation: Activation) -> bool:
        return bool(activation.process.dossier.procedure.rules.meeting)

    def on_open_reviews(self, activation: Activation) -> None:
        dossier = activation.process.dossier
        dossier.stage = Stage.REVIEW
        councils.notify_seats(dossier=dossier)
        for seat in dossier.council.seats.filter(kind=Capacity.REVIEWER, released_at=None):
            review = invitation.invite(seat=seat, by=dossier.council)
            ReviewFlow.invite.run(review=review, dossier=dossier)

    def is_signed(self, activation: Activation) -> bool:
        return opinions.is_document_signed(dossier=activation.process.dossier)

    def on_publish(self, activation: Activation) -> None:
        opinions.publish_opinion(dossier=activation.process.dossier)

    def on_refused(self, activation: Activation) -> None:
        closing.close(activation.process.dossier, Outcome.REFUSED)

    def on_archived(self, activation: Activation) -> None:
        closing.close(activation.process.dossier, Outcome.ARCHIVED)


def steps(flow_class: type[flow.Flow] = DossierFlow) -> list[Any]:
    """The steps of a flow in the order in which they are written, for pictures and lists."""
    nodes = nodes_of(flow_class)
    return [nodes[name] for name in vars(flow_class) if name in nodes]
