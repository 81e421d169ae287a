"""Who may do what: one table, asked by every view for the object at hand.

A row grants an action to capacities at stages of the procedure. A capacity is a role in the owning union, a seat in the
dossier's council, or being its proposer. Whoever has no capacity at all is not told that the dossier exists.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.models import Dossier, Membership, Person, Review, Seat, Stage, Task
from consult.rules.council import may_approve, may_draft


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
    MEMBER = "member"
    REVIEWER = "reviewer"
    SECRETARY = "secretary"
    INVITED = "invited"


WHO_LABELS: dict[str, str | Promise] = {
    Who.OFFICER: _("officer"),
    Who.CLERK: _("clerk"),
    Who.LEADER: _("leader"),
    Who.ADMINISTRATOR: _("administrator"),
    Who.AUDITOR: _("auditor"),
    Who.PROPOSER: _("proposer"),
    Who.CHAIR: _("council chair"),
    Who.DEPUTY: _("deputy chair"),
    Who.MEMBER: _("council member"),
    Who.REVIEWER: _("reviewer"),
    Who.SECRETARY: _("council secretary"),
    Who.INVITED: _("invited reviewer"),
}

OFFICE_ROLES = (Who.OFFICER, Who.CLERK, Who.LEADER, Who.ADMINISTRATOR, Who.AUDITOR)
OFFICE = frozenset(OFFICE_ROLES)
HANDLERS = frozenset({Who.OFFICER, Who.LEADER})
COUNCIL = frozenset({Who.CHAIR, Who.DEPUTY, Who.MEMBER, Who.REVIEWER, Who.SECRETARY})
READS_REVIEWS = frozenset({Who.OFFICER, Who.LEADER, Who.AUDITOR, Who.CHAIR, Who.SECRETARY})
PROPOSER = frozenset({Who.PROPOSER})

RUNNING = frozenset({Stage.INTAKE, Stage.COUNCIL, Stage.REVIEW, Stage.OPINION})
SUBMITTED = frozenset(set(Stage) - {Stage.DRAFT})
SEATED = frozenset({Stage.REVIEW, Stage.OPINION, Stage.RESPONSE, Stage.CLOSED})
ISSUED = frozenset({Stage.RESPONSE, Stage.CLOSED})


@dataclass(frozen=True)
class Grant:
    """One row: these capacities, at these stages and, where given, only at these steps or not at those."""

    who: frozenset[Who]
    stages: frozenset[Stage]
    steps: frozenset[str] = frozenset()
    except_steps: frozenset[str] = frozenset()

    def covers_moment(self, dossier: Dossier) -> bool:
        if dossier.stage not in self.stages or dossier.step in self.except_steps:
            return False
        return not self.steps or dossier.step in self.steps


def _at(stage: Stage, *who: Who) -> tuple[Grant, ...]:
    return (Grant(frozenset(who), frozenset({stage})),)


# The opinion has its number and is being made: it is issued, and no longer to be taken back.
NUMBERED = frozenset({"opinion_paper", "bring_signed"})
AFTER_REVIEWS = frozenset({"call_meeting", "hold_meeting"})

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
    "signed.bring": (Grant(frozenset({Who.CLERK}), SUBMITTED),),
    "issued.revoke": (Grant(frozenset({Who.CLERK, Who.LEADER}), SUBMITTED),),
    "dossier.classify": (Grant(frozenset({Who.OFFICER, Who.LEADER}), SUBMITTED),),
    "department.ask": (Grant(frozenset({Who.OFFICER}), frozenset({Stage.COUNCIL, Stage.REVIEW, Stage.OPINION})),),
    "letter.remind": (Grant(frozenset({Who.OFFICER}), RUNNING | {Stage.RESPONSE}),),
    "payment.make": (Grant(frozenset({Who.OFFICER}), frozenset({Stage.OPINION, Stage.RESPONSE})),),
    "job.retry": (Grant(HANDLERS | {Who.CLERK, Who.ADMINISTRATOR}, SUBMITTED),),
    # the council and its reviews
    "council.view": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "review.manage": _at(Stage.REVIEW, Who.OFFICER),
    "review.read": (
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
    "paper.minutes": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
    "paper.attendance_list": (Grant(OFFICE, SUBMITTED), Grant(frozenset({Who.CHAIR, Who.SECRETARY}), SEATED)),
    "paper.ballot": (Grant(OFFICE, SUBMITTED), Grant(frozenset({Who.CHAIR, Who.SECRETARY}), SEATED)),
    "paper.department_letter": (Grant(OFFICE, SUBMITTED), Grant(COUNCIL, SEATED)),
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
    "register.view": frozenset({Who.CLERK, Who.LEADER, Who.OFFICER, Who.AUDITOR, Who.ADMINISTRATOR}),
    "register.void": frozenset({Who.CLERK}),
    # The clerk keeps the body's seal, on paper and here; everybody who signs keeps their own key.
    "key.body": frozenset({Who.CLERK}),
    "key.own": frozenset({Who.CLERK, Who.LEADER, Who.OFFICER}),
    "office.edit": frozenset({Who.CLERK, Who.ADMINISTRATOR}),
    "admin.open": frozenset({Who.ADMINISTRATOR}),
}


class Refused(PermissionDenied):
    """An act was refused; ``reason`` says why, in the user's language."""

    def __init__(self, reason: str | Promise) -> None:
        super().__init__(str(reason))
        self.reason = reason


@dataclass(frozen=True)
class Decision:
    """The table's answer. ``capacity`` is the one in which the person acts; ``own_draft`` goes into the record."""

    allowed: bool
    reason: str | Promise = ""
    capacity: str = ""
    own_draft: bool = False

    def __bool__(self) -> bool:
        return self.allowed


def roles(person: Person) -> dict[tuple[int, str], Membership]:
    """The person's memberships by organisation and role, read once for each request's person."""
    cached = getattr(person, "_roles", None)
    if cached is None:
        if not person.is_authenticated or not person.is_active:
            return {}
        cached = {(m.organisation_id, m.role): m for m in person.memberships.select_related("organisation")}
        person._roles = cached  # type: ignore[attr-defined]
    return cached


def organisations_as(person: Person, *wanted: str) -> list[int]:
    """The organisations in which the person holds one of the roles ``wanted``."""
    return sorted({organisation for organisation, role in roles(person) if role in wanted})


def _seat_capacity(seat: Seat, state: str | None) -> Who | None:
    if seat.kind != Seat.Kind.REVIEWER:
        return Who(seat.kind)
    if state == Review.State.INVITED:
        return Who.INVITED
    if state in (Review.State.WRITING, Review.State.HANDED_IN):
        return Who.REVIEWER
    return None


def capacities(person: Person, dossier: Dossier) -> frozenset[Who]:
    """All capacities in which ``person`` meets ``dossier``."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    held = {Who(role) for org, role in roles(person) if org == dossier.union_id and role in OFFICE}
    if (dossier.proposer_id, Membership.Role.PROPOSER) in roles(person):
        held.add(Who.PROPOSER)
    if dossier.stage in SEATED:
        seats = Seat.objects.filter(
            council__dossier_id=dossier.pk, council__approved_at__isnull=False, person=person, released_at=None
        ).select_related("review")
        for seat in seats:
            review = getattr(seat, "review", None)
            capacity = _seat_capacity(seat, review.state if review else None)
            if capacity:
                held.add(capacity)
    return frozenset(held)


def _allowed(*capacity: Who | str) -> Decision:
    return Decision(True, capacity=str(capacity[0]) if capacity else "")


def check(person: Person, action: str, dossier: Dossier, held: frozenset[Who] | None = None) -> Decision:
    """Ask the table. ``held`` spares a second look-up of capacities. Raises KeyError for an unknown action."""
    grants = TABLE[action]
    held = capacities(person, dossier) if held is None else held
    if not held:
        return Decision(False, _("You have no part in this dossier."))
    mine = [(grant, grant.who & held) for grant in grants if grant.who & held]
    if not mine:
        return Decision(False, _("Your role in this dossier does not include this."))
    for grant, shared in mine:
        if grant.covers_moment(dossier):
            return _allowed(*sorted(shared, key=list(Who).index))
    if dossier.outcome:
        return Decision(False, _("This dossier is closed."))
    return Decision(False, _("This is not possible at the present step of the dossier."))


def check_task(person: Person, task: Task, held: frozenset[Who] | None = None) -> Decision:
    """Whether ``person`` may do ``task``: the table, the person it is assigned to, and who drafted what."""
    dossier = task.dossier
    held = capacities(person, dossier) if held is None else held
    decision = check(person, f"task.{task.node}", dossier, held)
    if not decision:
        return decision
    if task.assignee_id and task.assignee_id != person.pk and Who(task.actor) not in (Who.SECRETARY,):
        return Decision(False, _("This step waits for somebody else."))
    return _separation(person, task, decision)


def _separation(person: Person, task: Task, decision: Decision) -> Decision:
    dossier = task.dossier
    if task.node == "propose_council" and not may_draft(
        person.pk, members_of(dossier.union_id, Who.OFFICER), members_of(dossier.union_id, Who.LEADER)
    ):
        return Decision(
            False, _("You are the only leader and will have to approve this; a colleague has to propose it.")
        )
    drafter = None
    if task.node == "approve_council":
        drafter = dossier.council.proposed_by_id
    elif task.node == "sign_opinion":
        drafter = dossier.opinions.latest("version").drafted_by_id
    if drafter is None:
        return decision
    if not may_approve(drafter, person.pk, members_of(dossier.union_id, Who.LEADER)):
        return Decision(False, _("You drafted this; another leader has to approve it."))
    return Decision(True, capacity=decision.capacity, own_draft=drafter == person.pk)


def members_of(organisation_id: int, role: str) -> set[int]:
    """The active people who hold ``role`` in an organisation."""
    return set(
        Membership.objects.filter(organisation_id=organisation_id, role=role, person__is_active=True).values_list(
            "person_id", flat=True
        )
    )


def check_union(person: Person, action: str, union_id: int) -> Decision:
    """Ask the union's table."""
    for role in UNION_TABLE[action]:
        if (union_id, role) in roles(person):
            return _allowed(role)
    return Decision(False, _("Your role in this organisation does not include this."))


def require(decision: Decision, *, known: bool = True) -> Decision:
    """Pass an allowed decision on. Raises ``Refused`` with the reason, or ``Http404`` to those who may not know."""
    if decision:
        return decision
    if not known:
        raise Http404
    raise Refused(decision.reason)


def require_on(person: Person, action: str, dossier: Dossier) -> Decision:
    """``require`` for one dossier: strangers get a 404, those with a part in it a reason."""
    held = capacities(person, dossier)
    may_know = bool(held) and (held != {Who.INVITED}) and bool(check(person, "dossier.view", dossier, held))
    return require(check(person, action, dossier, held), known=may_know)
