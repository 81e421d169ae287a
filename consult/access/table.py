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


class Capacity(StrEnum):
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


CAPACITY_LABELS: dict[str, str | Promise] = {
    Capacity.OFFICER: _("officer"),
    Capacity.CLERK: _("clerk"),
    Capacity.LEADER: _("leader"),
    Capacity.ADMINISTRATOR: _("administrator"),
    Capacity.AUDITOR: _("auditor"),
    Capacity.PROPOSER: _("proposer"),
    Capacity.CHAIR: _("council chair"),
    Capacity.DEPUTY: _("deputy chair"),
    Capacity.HEAD: _("head of a group"),
    Capacity.MEMBER: _("council member"),
    Capacity.REVIEWER: _("reviewer"),
    Capacity.SECRETARY: _("council secretary"),
    Capacity.INVITED: _("invited reviewer"),
    Capacity.REPORTED: _("reviewer who has handed in"),
}

# Who approves, numbers or administers signs in with a second factor.
SECOND_FACTOR_ROLES = (Capacity.LEADER, Capacity.CLERK, Capacity.ADMINISTRATOR)
OFFICE_ROLES = (Capacity.OFFICER, Capacity.CLERK, Capacity.LEADER, Capacity.ADMINISTRATOR, Capacity.AUDITOR)
OFFICE = frozenset(OFFICE_ROLES)
CALLERS = (Capacity.OFFICER, Capacity.CLERK)
HANDLERS = frozenset({Capacity.OFFICER, Capacity.LEADER})
COUNCIL = frozenset(
    {Capacity.CHAIR, Capacity.DEPUTY, Capacity.HEAD, Capacity.MEMBER, Capacity.REVIEWER, Capacity.SECRETARY}
)
REPORTERS = frozenset({Capacity.HEAD, Capacity.SECRETARY, Capacity.OFFICER})
READS_REVIEWS = frozenset({Capacity.OFFICER, Capacity.LEADER, Capacity.AUDITOR, Capacity.CHAIR, Capacity.SECRETARY})
PROPOSER = frozenset({Capacity.PROPOSER})
# Who enters what came on paper.
ENTERERS = frozenset({Capacity.OFFICER, Capacity.CLERK})

RUNNING = frozenset({Stage.INTAKE, Stage.COUNCIL, Stage.REVIEW, Stage.OPINION})
SUBMITTED = frozenset(set(Stage) - {Stage.DRAFT})
SEATED = frozenset({Stage.REVIEW, Stage.OPINION, Stage.RESPONSE, Stage.CLOSED})
ISSUED = frozenset({Stage.RESPONSE, Stage.CLOSED})


@dataclass(frozen=True)
class Grant:
    """One row: these capacities, at these stages and, where given, only at these steps or not at those.

    ``setting`` names a setting of the dossier's procedure and the value with which the row holds. ``entered`` narrows to
    dossiers that the office entered from a letter, or to those that it did not.
    """

    capacities: frozenset[Capacity]
    stages: frozenset[Stage]
    steps: frozenset[str] = frozenset()
    except_steps: frozenset[str] = frozenset()
    setting: tuple[str, str] | None = None
    entered: bool | None = None

    def covers_moment(self, dossier: Dossier) -> bool:
        if dossier.stage not in self.stages or dossier.step in self.except_steps:
            return False
        if self.entered is not None and self.entered != (dossier.entered_from_id is not None):
            return False
        if self.setting is not None and getattr(dossier.procedure.rules, self.setting[0]) != self.setting[1]:
            return False
        return not self.steps or dossier.step in self.steps


def _at(stage: Stage, *who: Capacity) -> tuple[Grant, ...]:
    return (Grant(frozenset(who), frozenset({stage})),)


# The opinion has its number and is being made: it is issued, and no longer to be taken back.
NUMBERED = frozenset({"opinion_document", "bring_signed"})
SIGNED = NUMBERED | {"issue_opinion"}
AFTER_REVIEWS = frozenset({"call_meeting", "hold_meeting", "sign_minutes"})
MEETING = frozenset({"hold_meeting"})

DRAFTING = (
    Grant(PROPOSER, frozenset({Stage.DRAFT}), entered=False),
    Grant(ENTERERS, frozenset({Stage.DRAFT}), entered=True),
)

TABLE: dict[str, tuple[Grant, ...]] = {
    # the dossier
    # A draft is whose who writes it: the proposer's, or the office's that enters it from a letter.
    "dossier.view": (Grant(OFFICE | PROPOSER, SUBMITTED), *DRAFTING, Grant(COUNCIL, SEATED)),
    "dossier.edit": DRAFTING,
    "dossier.submit": DRAFTING,
    "dossier.withdraw": (Grant(PROPOSER, RUNNING, except_steps=NUMBERED),),
    "dossier.cancel": (Grant(frozenset({Capacity.LEADER}), RUNNING, except_steps=NUMBERED),),
    "file.add": (
        *DRAFTING,
        Grant(PROPOSER, frozenset({Stage.INTAKE}), frozenset({"supply_supplement"})),
    ),
    "file.read": (Grant(OFFICE | PROPOSER, SUBMITTED), *DRAFTING, Grant(COUNCIL, SEATED)),
    # What was asked for and what was answered, in the office's and the proposer's own words.
    "supplement.read": (Grant(OFFICE | PROPOSER, SUBMITTED),),
    "timeline.full": (Grant(OFFICE, SUBMITTED),),
    # Who of the office answers for it; where the union names nobody, the act refuses.
    "responsible.read": (Grant(OFFICE, SUBMITTED),),
    "responsible.name": (Grant(HANDLERS, RUNNING | {Stage.RESPONSE}),),
    # The bodies besides the proposer. What the leader has signed goes to whom it named then.
    "giver.say": (Grant(frozenset({Capacity.OFFICER}), RUNNING | {Stage.RESPONSE}),),
    "recipients.choose": (Grant(frozenset({Capacity.OFFICER, Capacity.SECRETARY}), RUNNING, except_steps=SIGNED),),
    "recipients.read": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED), Grant(PROPOSER, ISSUED)),
    "access_log.view": (Grant(frozenset({Capacity.LEADER, Capacity.ADMINISTRATOR, Capacity.AUDITOR}), SUBMITTED),),
    "signed.bring": (Grant(frozenset({Capacity.CLERK}), SUBMITTED),),
    "issued.revoke": (Grant(frozenset({Capacity.CLERK, Capacity.LEADER}), SUBMITTED),),
    "dossier.classify": (Grant(frozenset({Capacity.OFFICER, Capacity.LEADER}), SUBMITTED),),
    # Those whom no mail reaches are told by whoever of the office does so.
    "call.make": (Grant(frozenset(CALLERS), SUBMITTED),),
    # Whoever orders a certified copy signs it.
    "copy.certify": (Grant(frozenset({Capacity.CLERK, Capacity.LEADER}), SUBMITTED),),
    "department.ask": (Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.COUNCIL, Stage.REVIEW, Stage.OPINION})),),
    "department.record": (
        Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.COUNCIL, Stage.REVIEW, Stage.OPINION})),
    ),
    "department.read": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "letter.remind": (Grant(frozenset({Capacity.OFFICER}), RUNNING | {Stage.RESPONSE}),),
    "payment.make": (Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.OPINION, Stage.RESPONSE})),),
    "payment.read": (Grant(frozenset({Capacity.OFFICER, Capacity.LEADER, Capacity.AUDITOR}), SUBMITTED),),
    # What is entered for the next list, and that the last one was paid: accounting goes on after the dossier is closed.
    "payment.enter": (Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.REVIEW, Stage.OPINION, Stage.RESPONSE})),),
    "payment.record": (Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.OPINION, Stage.RESPONSE, Stage.CLOSED})),),
    # Tax codes and accounts beside the lines: of who makes and who signs the list.
    "payee.read": (Grant(HANDLERS, SUBMITTED),),
    # What was sent to whom, when, and what became of it.
    "mail.read": (Grant(OFFICE, SUBMITTED),),
    # The address of somebody whom a mail did not reach, and whose account is the office's own.
    "address.correct": (Grant(frozenset({Capacity.OFFICER, Capacity.ADMINISTRATOR}), SUBMITTED),),
    "job.retry": (Grant(HANDLERS | {Capacity.CLERK, Capacity.ADMINISTRATOR}, SUBMITTED),),
    # the council and its reviews
    "council.view": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    # Who sits, once the council is approved: proposed by the office, decided by its leader.
    "council.change": (
        Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.REVIEW, Stage.OPINION}), except_steps=NUMBERED),
    ),
    "council.change_decide": (
        Grant(frozenset({Capacity.LEADER}), frozenset({Stage.REVIEW, Stage.OPINION}), except_steps=NUMBERED),
    ),
    # The deputy acts for a chair who is late; by how much, and whether at all, says the procedure.
    "deputy.agree": (
        Grant(
            frozenset({Capacity.LEADER}),
            frozenset({Stage.REVIEW, Stage.OPINION}),
            frozenset({"sign_minutes", "approve_opinion"}),
        ),
    ),
    "meeting.move": (Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.REVIEW}), MEETING),),
    # The day of the meeting: whoever runs the session, and everybody with a seat.
    "meeting.run": (
        Grant(
            frozenset({Capacity.CHAIR, Capacity.DEPUTY, Capacity.SECRETARY, Capacity.OFFICER}),
            frozenset({Stage.REVIEW}),
            MEETING,
        ),
    ),
    "meeting.attend": (Grant(COUNCIL, frozenset({Stage.REVIEW}), MEETING),),
    # When the council can meet, asked while the reviews are still being written.
    "date.ask": (
        Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.REVIEW}), frozenset({"collect_reviews", "call_meeting"})),
    ),
    "date.answer": (Grant(COUNCIL, frozenset({Stage.REVIEW}), frozenset({"collect_reviews", "call_meeting"})),),
    # Whoever is still invited asks by the link of their mail.
    "time.ask": _at(Stage.REVIEW, Capacity.REVIEWER, Capacity.INVITED),
    "declaration.read": (Grant(HANDLERS | {Capacity.AUDITOR, Capacity.CHAIR}, SEATED),),
    "review.manage": _at(Stage.REVIEW, Capacity.OFFICER),
    "review.read": (
        Grant(READS_REVIEWS, SEATED),
        Grant(COUNCIL, frozenset({Stage.REVIEW}), AFTER_REVIEWS),
        Grant(COUNCIL, SEATED - {Stage.REVIEW}),
        Grant(frozenset({Capacity.REPORTED}), frozenset({Stage.REVIEW}), setting=("reviews_among", "own_in")),
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
        Grant(HANDLERS | {Capacity.CLERK, Capacity.AUDITOR, Capacity.CHAIR, Capacity.SECRETARY}, SEATED),
        Grant(PROPOSER | COUNCIL, ISSUED),
    ),
    "draft.compare": (Grant(HANDLERS | {Capacity.AUDITOR, Capacity.CHAIR, Capacity.SECRETARY}, SEATED),),
    "answer.waive": (
        Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.INTAKE}), frozenset({"supply_supplement"})),
        Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.RESPONSE}), frozenset({"respond"})),
    ),
    "answer.reopen": (
        Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.INTAKE}), frozenset({"check_completeness"})),
        Grant(frozenset({Capacity.OFFICER}), frozenset({Stage.RESPONSE}), frozenset({"archive_dossier"})),
    ),
    # What somebody else did on paper and the office enters for them (decision 61). What leaders, chairs, deputies, secretaries
    # and the office itself do is in no such row.
    "enter.supply_supplement": (Grant(ENTERERS, frozenset({Stage.INTAKE}), frozenset({"supply_supplement"})),),
    "enter.respond": (Grant(ENTERERS, frozenset({Stage.RESPONSE}), frozenset({"respond"})),),
    "enter.answer_invitation": (Grant(ENTERERS, frozenset({Stage.REVIEW})),),
    "enter.write_review": (Grant(ENTERERS, frozenset({Stage.REVIEW})),),
    "enter.date_answer": (Grant(ENTERERS, frozenset({Stage.REVIEW}), frozenset({"collect_reviews", "call_meeting"})),),
    # Of a vote that runs in writing; in a meeting everybody votes themselves.
    "enter.vote": (Grant(ENTERERS, frozenset({Stage.REVIEW}), MEETING),),
    "enter.withdraw": (Grant(ENTERERS, RUNNING, except_steps=NUMBERED),),
    "paper.file": (Grant(ENTERERS, SUBMITTED),),
    "paper.read": (Grant(OFFICE, SUBMITTED),),
    # What the proposer, who has no account here, is told by letter.
    "postal.send": (Grant(ENTERERS, SUBMITTED),),
    # the documents
    "document.receipt": (Grant(OFFICE | PROPOSER, SUBMITTED),),
    "document.supplement_request": (Grant(OFFICE | PROPOSER, SUBMITTED),),
    "document.refusal": (Grant(OFFICE | PROPOSER, SUBMITTED),),
    "document.council_decision": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "document.council_change": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "document.meeting_invitation": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    # It names its author, and documents of earlier years hold what they declared of themselves: not the proposer's to read.
    "document.review": (Grant(OFFICE | COUNCIL, SEATED),),
    "document.group_report": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "document.minutes": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "document.attendance_list": (
        Grant(OFFICE, SUBMITTED),
        Grant(frozenset({Capacity.CHAIR, Capacity.SECRETARY}), SEATED),
    ),
    "document.ballot": (Grant(OFFICE, SUBMITTED), Grant(frozenset({Capacity.CHAIR, Capacity.SECRETARY}), SEATED)),
    # The letter holds the link by which the department answers: whoever reads it could answer in its place.
    "document.department_letter": (Grant(OFFICE, SUBMITTED),),
    # Who received a letter reads it too; the table knows only who else does.
    "document.reviewer_invitation": (Grant(OFFICE, SUBMITTED),),
    "document.reminder_letter": (Grant(OFFICE, SUBMITTED),),
    "document.payment_list": (Grant(frozenset({Capacity.OFFICER, Capacity.LEADER, Capacity.AUDITOR}), SUBMITTED),),
    "document.response": (Grant(OFFICE | PROPOSER, SUBMITTED), Grant(COUNCIL, ISSUED)),
    # The copy of a document that others do not read is not theirs to read either.
    "document.certified_copy": (Grant(frozenset({Capacity.CLERK, Capacity.LEADER, Capacity.AUDITOR}), SUBMITTED),),
    "document.archive_cover": (Grant(OFFICE, SUBMITTED),),
    "document.archive_contents": (Grant(OFFICE, SUBMITTED),),
    "document.opinion": (Grant(OFFICE, SUBMITTED), Grant(PROPOSER | COUNCIL, ISSUED)),
    # the steps
    "task.check_completeness": _at(Stage.INTAKE, Capacity.OFFICER),
    "task.supply_supplement": _at(Stage.INTAKE, Capacity.PROPOSER),
    "task.propose_council": _at(Stage.COUNCIL, Capacity.OFFICER),
    "task.approve_council": _at(Stage.COUNCIL, Capacity.LEADER),
    "task.collect_reviews": (),
    "task.answer_invitation": _at(Stage.REVIEW, Capacity.INVITED),
    "task.write_review": _at(Stage.REVIEW, Capacity.REVIEWER),
    "task.call_meeting": _at(Stage.REVIEW, Capacity.OFFICER),
    "task.hold_meeting": _at(Stage.REVIEW, Capacity.SECRETARY, Capacity.OFFICER),
    "task.sign_minutes": _at(Stage.REVIEW, Capacity.CHAIR, Capacity.DEPUTY),
    "task.draft_opinion": _at(Stage.OPINION, Capacity.SECRETARY, Capacity.OFFICER),
    "task.approve_opinion": _at(Stage.OPINION, Capacity.CHAIR),
    "task.sign_opinion": _at(Stage.OPINION, Capacity.LEADER),
    "task.issue_opinion": _at(Stage.OPINION, Capacity.CLERK),
    "task.bring_signed": _at(Stage.OPINION, Capacity.CLERK),
    "task.respond": _at(Stage.RESPONSE, Capacity.PROPOSER),
    "task.archive_dossier": _at(Stage.RESPONSE, Capacity.OFFICER),
}

# What a person may do in a union, apart from any dossier.
UNION_TABLE: dict[str, frozenset[Capacity]] = {
    "council.plan": frozenset({Capacity.OFFICER}),
    # Experts: the office looks at them all; officers and administrators keep the registry.
    "expert.view": frozenset(OFFICE),
    # Money: those who make, sign and audit the lists. Everybody else sees their own.
    "payment.year": frozenset({Capacity.OFFICER, Capacity.LEADER, Capacity.AUDITOR}),
    # Tax code and account of somebody in a council of the union's; everybody keeps their own. See ``check_payee``.
    "payee.keep": frozenset({Capacity.OFFICER}),
    # Whose the facts are says ``check_facts``; what is somebody else's is proposed by the same people.
    "expert.edit": frozenset({Capacity.OFFICER, Capacity.ADMINISTRATOR}),
    # What a union holds for itself: whether it invites somebody, and a note.
    "expert.judge": frozenset({Capacity.OFFICER, Capacity.ADMINISTRATOR}),
    "register.view": frozenset(
        {Capacity.CLERK, Capacity.LEADER, Capacity.OFFICER, Capacity.AUDITOR, Capacity.ADMINISTRATOR}
    ),
    "register.void": frozenset({Capacity.CLERK}),
    # What comes in: entered with its scans, and a dossier opened from it; see ``ENTERERS``.
    "letter.enter": ENTERERS,
    # The clerk keeps the body's seal, on paper and here; everybody who signs keeps their own key.
    "key.body": frozenset({Capacity.CLERK}),
    # Whose certificate is whose, for documents that come back signed.
    "certificate.register": frozenset({Capacity.CLERK}),
    "key.own": frozenset({Capacity.CLERK, Capacity.LEADER, Capacity.OFFICER}),
    # A union's own documents, which belong to no dossier.
    "document.read": frozenset(OFFICE),
    # What was changed in the office, apart from dossiers.
    "office.history": frozenset({Capacity.LEADER, Capacity.ADMINISTRATOR, Capacity.AUDITOR}),
    "office.edit": frozenset({Capacity.CLERK, Capacity.ADMINISTRATOR}),
    # When the office speaks, and on which days it works.
    "hours.edit": frozenset({Capacity.OFFICER, Capacity.CLERK, Capacity.ADMINISTRATOR}),
    # Divisions of the office, and whether its steps wait for one officer of each dossier.
    "division.edit": frozenset({Capacity.LEADER, Capacity.ADMINISTRATOR}),
    # Standing councils, from which the councils of dossiers are formed.
    "standing.edit": frozenset({Capacity.OFFICER, Capacity.LEADER, Capacity.ADMINISTRATOR}),
    # The union above: asked for, what it sees, left. The unions below: their figures, and whether they may be.
    "upper.edit": frozenset({Capacity.LEADER, Capacity.ADMINISTRATOR}),
    "lower.view": frozenset({Capacity.LEADER, Capacity.OFFICER}),
    "lower.decide": frozenset({Capacity.LEADER}),
    # Who acts for somebody who is away and has named nobody; everybody names their own.
    "stand_in.name": frozenset({Capacity.LEADER, Capacity.ADMINISTRATOR}),
    # Many dossiers at once; which of them, asks ``responsible.name`` of each.
    "responsible.hand_over": frozenset({Capacity.OFFICER, Capacity.LEADER}),
    # Accounts, roles and bodies; whose they are says ``keeping``.
    "people.keep": frozenset({Capacity.ADMINISTRATOR}),
    # The year's list of tasks: all of the office look at it.
    "tasks.view": frozenset(OFFICE),
    "tasks.keep": frozenset({Capacity.OFFICER, Capacity.LEADER}),
    # A body that somebody comes upon in their work, such as the giver of a task.
    "body.add": frozenset({Capacity.OFFICER, Capacity.CLERK, Capacity.ADMINISTRATOR}),
    # A body's own people: who else stands for it.
    "colleagues.keep": frozenset({Capacity.PROPOSER}),
    # Kinds of dossier and their procedures. Who puts a version in force is asked by ``procedure.begin``, or, where the
    # office says that a leader approves, by ``procedure.approve``; the leader says so.
    "procedure.read": frozenset(OFFICE),
    "procedure.edit": frozenset({Capacity.OFFICER, Capacity.ADMINISTRATOR}),
    "procedure.begin": frozenset({Capacity.OFFICER, Capacity.ADMINISTRATOR, Capacity.LEADER}),
    "procedure.approve": frozenset({Capacity.LEADER}),
    # Other ways than mail, by which people are told.
    "channel.keep": frozenset({Capacity.ADMINISTRATOR}),
    # In whose name mails go, and in which words.
    "mail.edit": frozenset({Capacity.CLERK, Capacity.ADMINISTRATOR}),
    # The office's mailbox with its password; and the letters that came by it.
    "mailbox.keep": frozenset({Capacity.ADMINISTRATOR}),
    "received.read": frozenset({Capacity.CLERK, Capacity.OFFICER}),
    # The mails that went out to one person.
    "mail.read": frozenset({Capacity.OFFICER, Capacity.CLERK, Capacity.ADMINISTRATOR, Capacity.AUDITOR}),
    "operations.view": frozenset({Capacity.ADMINISTRATOR}),
    "retention.edit": frozenset({Capacity.ADMINISTRATOR}),
    # What is left to do once an office has been set up.
    "setup.tick": frozenset({Capacity.ADMINISTRATOR}),
}
