"""The table: who may do what, at which stage and step.

A row grants an action to capacities at stages of the procedure. A capacity is a role in the owning union, a seat in the
dossier's council, or being its proposer.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.models import Dossier, Stage


class Who(StrEnum):
    """A capacity in which a person meets one dossier."""

    OFFICER = "officer"
    CLERK = "clerk"
    LEADER = "leader"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"
    PROPOSER = "proposer"
    CHAIR = "chair"
    DEPUTY = "deputy"
    HEAD = "head"
    MEMBER = "member"
    REVIEWER = "reviewer"
    SECRETARY = "secretary"
    INVITED = "invited"
    REPORTED = "reported"


WHO_LABELS: dict[str, str | Promise] = {
    Who.OFFICER: _("officer"),
    Who.CLERK: _("clerk"),
    Who.LEADER: _("leader"),
    Who.ADMINISTRATOR: _("administrator"),
    Who.AUDITOR: _("auditor"),
    Who.PROPOSER: _("proposer"),
    Who.CHAIR: _("council chair"),
    Who.DEPUTY: _("deputy chair"),
    Who.HEAD: _("head of a group"),
    Who.MEMBER: _("council member"),
    Who.REVIEWER: _("reviewer"),
    Who.SECRETARY: _("council secretary"),
    Who.INVITED: _("invited reviewer"),
    Who.REPORTED: _("reviewer who has handed in"),
}

# Who approves, numbers or administers signs in with a second factor.
SECOND_FACTOR_ROLES = (Who.LEADER, Who.CLERK, Who.ADMINISTRATOR)
OFFICE_ROLES = (Who.OFFICER, Who.CLERK, Who.LEADER, Who.ADMINISTRATOR, Who.AUDITOR)
OFFICE = frozenset(OFFICE_ROLES)
HANDLERS = frozenset({Who.OFFICER, Who.LEADER})
COUNCIL = frozenset({Who.CHAIR, Who.DEPUTY, Who.HEAD, Who.MEMBER, Who.REVIEWER, Who.SECRETARY})
REPORTERS = frozenset({Who.HEAD, Who.SECRETARY, Who.OFFICER})
READS_REVIEWS = frozenset({Who.OFFICER, Who.LEADER, Who.AUDITOR, Who.CHAIR, Who.SECRETARY})
PROPOSER = frozenset({Who.PROPOSER})

RUNNING = frozenset({Stage.INTAKE, Stage.COUNCIL, Stage.REVIEW, Stage.OPINION})
SUBMITTED = frozenset(set(Stage) - {Stage.DRAFT})
SEATED = frozenset({Stage.REVIEW, Stage.OPINION, Stage.RESPONSE, Stage.CLOSED})
ISSUED = frozenset({Stage.RESPONSE, Stage.CLOSED})


@dataclass(frozen=True)
class Grant:
    """One row: these capacities, at these stages and, where given, only at these steps or not at those.

    ``setting`` names a setting of the dossier's procedure and the value with which the row holds.
    """

    who: frozenset[Who]
    stages: frozenset[Stage]
    steps: frozenset[str] = frozenset()
    except_steps: frozenset[str] = frozenset()
    setting: tuple[str, str] | None = None

    def covers_moment(self, dossier: Dossier) -> bool:
        if dossier.stage not in self.stages or dossier.step in self.except_steps:
            return False
        if self.setting is not None and getattr(dossier.procedure.rules, self.setting[0]) != self.setting[1]:
            return False
        return not self.steps or dossier.step in self.steps


def _at(stage: Stage, *who: Who) -> tuple[Grant, ...]:
    return (Grant(frozenset(who), frozenset({stage})),)


# The opinion has its number and is being made: it is issued, and no longer to be taken back.
NUMBERED = frozenset({"opinion_paper", "bring_signed"})
AFTER_REVIEWS = frozenset({"call_meeting", "hold_meeting", "sign_minutes"})
MEETING = frozenset({"hold_meeting"})

TABLE: dict[str, tuple[Grant, ...]] = {
    # the dossier
    "dossier.view": (Grant(OFFICE, SUBMITTED), Grant(PROPOSER, frozenset(Stage)), Grant(COUNCIL, SEATED)),
    "dossier.edit": (Grant(PROPOSER, frozenset({Stage.DRAFT})),),
    "dossier.submit": (Grant(PROPOSER, frozenset({Stage.DRAFT})),),
    "dossier.withdraw": (Grant(PROPOSER, RUNNING, except_steps=NUMBERED),),
    "dossier.cancel": (Grant(frozenset({Who.LEADER}), RUNNING, except_steps=NUMBERED),),
    "file.add": (
        Grant(PROPOSER, frozenset({Stage.DRAFT})),
        Grant(PROPOSER, frozenset({Stage.INTAKE}), frozenset({"supply_supplement"})),
    ),
    "file.read": (Grant(OFFICE, SUBMITTED), Grant(PROPOSER, frozenset(Stage)), Grant(COUNCIL, SEATED)),
    "timeline.full": (Grant(OFFICE, SUBMITTED),),
    "openings.view": (Grant(frozenset({Who.LEADER, Who.ADMINISTRATOR, Who.AUDITOR}), SUBMITTED),),
    "signed.bring": (Grant(frozenset({Who.CLERK}), SUBMITTED),),
    "issued.revoke": (Grant(frozenset({Who.CLERK, Who.LEADER}), SUBMITTED),),
    "dossier.classify": (Grant(frozenset({Who.OFFICER, Who.LEADER}), SUBMITTED),),
    "department.ask": (Grant(frozenset({Who.OFFICER}), frozenset({Stage.COUNCIL, Stage.REVIEW, Stage.OPINION})),),
    "department.record": (Grant(frozenset({Who.OFFICER}), frozenset({Stage.COUNCIL, Stage.REVIEW, Stage.OPINION})),),
    "department.read": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "letter.remind": (Grant(frozenset({Who.OFFICER}), RUNNING | {Stage.RESPONSE}),),
    "payment.make": (Grant(frozenset({Who.OFFICER}), frozenset({Stage.OPINION, Stage.RESPONSE})),),
    "payment.read": (Grant(frozenset({Who.OFFICER, Who.LEADER, Who.AUDITOR}), SUBMITTED),),
    "job.retry": (Grant(HANDLERS | {Who.CLERK, Who.ADMINISTRATOR}, SUBMITTED),),
    # the council and its reviews
    "council.view": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "meeting.move": (Grant(frozenset({Who.OFFICER}), frozenset({Stage.REVIEW}), MEETING),),
    # The day of the meeting: whoever keeps the desk, and everybody with a seat.
    "meeting.run": (
        Grant(frozenset({Who.CHAIR, Who.DEPUTY, Who.SECRETARY, Who.OFFICER}), frozenset({Stage.REVIEW}), MEETING),
    ),
    "meeting.attend": (Grant(COUNCIL, frozenset({Stage.REVIEW}), MEETING),),
    # When the council can meet, asked while the reviews are still being written.
    "date.ask": (
        Grant(frozenset({Who.OFFICER}), frozenset({Stage.REVIEW}), frozenset({"collect_reviews", "call_meeting"})),
    ),
    "date.answer": (Grant(COUNCIL, frozenset({Stage.REVIEW}), frozenset({"collect_reviews", "call_meeting"})),),
    "time.ask": _at(Stage.REVIEW, Who.REVIEWER),
    "declaration.read": (Grant(HANDLERS | {Who.AUDITOR, Who.CHAIR}, SEATED),),
    "review.manage": _at(Stage.REVIEW, Who.OFFICER),
    "review.read": (
        Grant(READS_REVIEWS, SEATED),
        Grant(COUNCIL, frozenset({Stage.REVIEW}), AFTER_REVIEWS),
        Grant(COUNCIL, SEATED - {Stage.REVIEW}),
        Grant(frozenset({Who.REPORTED}), frozenset({Stage.REVIEW}), setting=("reviews_among", "own_in")),
        Grant(COUNCIL, frozenset({Stage.REVIEW}), setting=("reviews_among", "open")),
        Grant(PROPOSER, ISSUED, setting=("reviews_to_proposer", "named")),
    ),
    "review.read_unnamed": (Grant(PROPOSER, ISSUED, setting=("reviews_to_proposer", "anonymous")),),
    # A group's report comes from its reviews, and before the report of the whole.
    "group.report": (
        Grant(REPORTERS, frozenset({Stage.REVIEW}), AFTER_REVIEWS),
        Grant(REPORTERS, frozenset({Stage.OPINION}), frozenset({"draft_opinion"})),
    ),
    "group.read": (
        Grant(READS_REVIEWS, SEATED),
        Grant(COUNCIL, frozenset({Stage.REVIEW}), AFTER_REVIEWS),
        Grant(COUNCIL, SEATED - {Stage.REVIEW}),
    ),
    "opinion.read": (
        Grant(HANDLERS | {Who.CLERK, Who.AUDITOR, Who.CHAIR, Who.SECRETARY}, SEATED),
        Grant(PROPOSER | COUNCIL, ISSUED),
    ),
    "draft.compare": (Grant(HANDLERS | {Who.AUDITOR, Who.CHAIR, Who.SECRETARY}, SEATED),),
    "answer.waive": (
        Grant(frozenset({Who.OFFICER}), frozenset({Stage.INTAKE}), frozenset({"supply_supplement"})),
        Grant(frozenset({Who.OFFICER}), frozenset({Stage.RESPONSE}), frozenset({"respond"})),
    ),
    # the papers
    "paper.receipt": (Grant(OFFICE | PROPOSER, SUBMITTED),),
    "paper.supplement_request": (Grant(OFFICE | PROPOSER, SUBMITTED),),
    "paper.refusal": (Grant(OFFICE | PROPOSER, SUBMITTED),),
    "paper.council_decision": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "paper.meeting_invitation": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    # It names its author, and papers of earlier years hold what they declared of themselves: not the proposer's to read.
    "paper.review": (Grant(OFFICE | COUNCIL, SEATED),),
    "paper.group_report": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "paper.minutes": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "paper.attendance_list": (Grant(OFFICE, SUBMITTED), Grant(frozenset({Who.CHAIR, Who.SECRETARY}), SEATED)),
    "paper.ballot": (Grant(OFFICE, SUBMITTED), Grant(frozenset({Who.CHAIR, Who.SECRETARY}), SEATED)),
    # The letter holds the link by which the department answers: whoever reads it could answer in its place.
    "paper.department_letter": (Grant(OFFICE, SUBMITTED),),
    # Who received a letter reads it too; the table knows only who else does.
    "paper.reviewer_invitation": (Grant(OFFICE, SUBMITTED),),
    "paper.reminder_letter": (Grant(OFFICE, SUBMITTED),),
    "paper.payment_list": (Grant(frozenset({Who.OFFICER, Who.LEADER, Who.AUDITOR}), SUBMITTED),),
    "paper.response": (Grant(OFFICE | PROPOSER, SUBMITTED), Grant(COUNCIL, ISSUED)),
    "paper.archive_cover": (Grant(OFFICE, SUBMITTED),),
    "paper.archive_contents": (Grant(OFFICE, SUBMITTED),),
    "paper.opinion": (Grant(OFFICE, SUBMITTED), Grant(PROPOSER | COUNCIL, ISSUED)),
    # the steps
    "task.check_completeness": _at(Stage.INTAKE, Who.OFFICER),
    "task.supply_supplement": _at(Stage.INTAKE, Who.PROPOSER),
    "task.propose_council": _at(Stage.COUNCIL, Who.OFFICER),
    "task.approve_council": _at(Stage.COUNCIL, Who.LEADER),
    "task.collect_reviews": (),
    "task.answer_invitation": _at(Stage.REVIEW, Who.INVITED),
    "task.write_review": _at(Stage.REVIEW, Who.REVIEWER),
    "task.call_meeting": _at(Stage.REVIEW, Who.OFFICER),
    "task.hold_meeting": _at(Stage.REVIEW, Who.SECRETARY, Who.OFFICER),
    "task.sign_minutes": _at(Stage.REVIEW, Who.CHAIR, Who.DEPUTY),
    "task.draft_opinion": _at(Stage.OPINION, Who.SECRETARY, Who.OFFICER),
    "task.approve_opinion": _at(Stage.OPINION, Who.CHAIR),
    "task.sign_opinion": _at(Stage.OPINION, Who.LEADER),
    "task.issue_opinion": _at(Stage.OPINION, Who.CLERK),
    "task.bring_signed": _at(Stage.OPINION, Who.CLERK),
    "task.respond": _at(Stage.RESPONSE, Who.PROPOSER),
    "task.archive_dossier": _at(Stage.RESPONSE, Who.OFFICER),
}

# What a person may do in a union, apart from any dossier.
UNION_TABLE: dict[str, frozenset[Who]] = {
    "council.plan": frozenset({Who.OFFICER}),
    # Experts: the office looks at them all; officers and administrators keep the registry.
    "expert.view": frozenset(OFFICE),
    # Money: those who make, sign and audit the lists. Everybody else sees their own.
    "payment.year": frozenset({Who.OFFICER, Who.LEADER, Who.AUDITOR}),
    # Whose the facts are says ``check_facts``; what is somebody else's is proposed by the same people.
    "expert.edit": frozenset({Who.OFFICER, Who.ADMINISTRATOR}),
    # What a union holds for itself: whether it invites somebody, and a note.
    "expert.judge": frozenset({Who.OFFICER, Who.ADMINISTRATOR}),
    "register.view": frozenset({Who.CLERK, Who.LEADER, Who.OFFICER, Who.AUDITOR, Who.ADMINISTRATOR}),
    "register.void": frozenset({Who.CLERK}),
    # The clerk keeps the body's seal, on paper and here; everybody who signs keeps their own key.
    "key.body": frozenset({Who.CLERK}),
    "key.own": frozenset({Who.CLERK, Who.LEADER, Who.OFFICER}),
    "office.edit": frozenset({Who.CLERK, Who.ADMINISTRATOR}),
    # When the office speaks, and on which days it works.
    "hours.edit": frozenset({Who.OFFICER, Who.CLERK, Who.ADMINISTRATOR}),
    "operations.view": frozenset({Who.ADMINISTRATOR}),
    "retention.edit": frozenset({Who.ADMINISTRATOR}),
    "admin.open": frozenset({Who.ADMINISTRATOR}),
}
