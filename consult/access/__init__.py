"""Who may do what: one table, asked by every view for the object at hand.

Whoever has no capacity at all in a dossier is not told that it exists.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import OuterRef, Q, Subquery
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consult.models import Dossier, Expert, Membership, Organisation, Person, Review, Seat, StandIn, Task
from consult.models.organisation import in_force
from consult.refusals import ActionError, NotAllowed, Refusal
from consult.rules.council import may_approve, may_draft

from .table import (
    CAPACITY_LABELS,
    OFFICE,
    OFFICE_ROLES,
    SEATED,
    SECOND_FACTOR_ROLES,
    TABLE,
    UNION_TABLE,
    Capacity,
    Grant,
)

__all__ = [
    "CAPACITY_LABELS",
    "NOT_NOW",
    "OFFICE_ROLES",
    "SEATED",
    "SECOND_FACTOR_ROLES",
    "TABLE",
    "UNION_TABLE",
    "Capacities",
    "Capacity",
    "Decision",
    "Grant",
    "acting_as",
    "approved_by_another",
    "capacities_of",
    "check",
    "check_expert",
    "check_facts",
    "check_task",
    "check_union",
    "members_of",
    "organisations_as",
    "refusal",
    "require",
    "require_on",
    "roles",
]  # fmt: skip


# Why not, where another time might do: the others hold for this person whatever the time.
NOT_NOW = {"not_now", "closed", "done_already"}


@dataclass(frozen=True)
class Decision:
    """The table's answer. ``capacity`` is the one in which the person acts; ``self_approved`` goes into the record.

    ``stands_in_for`` is whose capacity that is, where it is another's.
    """

    allowed: bool
    code: str = ""
    reason: str | Promise = ""
    capacity: str = ""
    self_approved: bool = False
    stands_in_for: Person | None = None

    def __bool__(self) -> bool:
        return self.allowed


class Capacities(frozenset[Capacity]):
    """Capacities in which a person meets a dossier. ``standing`` says whose those are that they have as a stand-in alone."""

    standing: Mapping[Capacity, Person]

    def __new__(cls, own: Iterable[Capacity] = (), standing: Mapping[Capacity, Person] | None = None) -> Capacities:
        own = frozenset(own)
        others = {capacity: holder for capacity, holder in (standing or {}).items() if capacity not in own}
        made = super().__new__(cls, own | others.keys())
        made.standing = others
        return made


def roles(person: Person) -> dict[tuple[int, str], Membership]:
    """The memberships in force by organisation and role in which the person acts, read once for each request's person.

    Their own, and those of people for whom they stand in today where they do not hold the same role themselves.
    """
    cached = getattr(person, "_roles", None)
    if cached is None:
        if not person.is_authenticated or not person.is_active:
            return {}
        counting = Membership.objects.in_force().select_related("organisation", "person")
        stood = StandIn.objects.in_force().filter(person=person, membership__isnull=False).values("membership")
        held = list(counting.filter(person=person).union(counting.filter(pk__in=stood, person__is_active=True)))
        # Their own come last and so take the place of another's.
        held.sort(key=lambda row: (row.person_id == person.pk, row.pk))
        cached = {(m.organisation_id, m.role): m for m in held}
        person._roles = cached  # type: ignore[attr-defined]
    return cached


def organisations_as(person: Person, *wanted: str) -> list[int]:
    """The organisations in which the person holds one of the roles ``wanted``."""
    return sorted({organisation for organisation, role in roles(person) if role in wanted})


def _seat_capacity(seat: Seat, state: str | None) -> Capacity | None:
    if seat.kind != Seat.Kind.REVIEWER:
        return Capacity(seat.kind)
    if state == Review.State.INVITED:
        return Capacity.INVITED
    # Who came when the reviews were in sits and votes, and is asked for none.
    if state in (None, Review.State.WRITING, Review.State.HANDED_IN):
        return Capacity.REVIEWER
    return None


def capacities_of(person: Person, dossier: Dossier) -> frozenset[Capacity]:
    """All capacities in which ``person`` meets ``dossier``."""
    if not person.is_authenticated or not person.is_active:
        return frozenset()
    capacities: set[Capacity] = set()
    standing: dict[Capacity, Person] = {}
    for (organisation, role), row in roles(person).items():
        if organisation == dossier.union_id and role in OFFICE:
            if row.person_id == person.pk:
                capacities.add(Capacity(role))
            else:
                standing[Capacity(role)] = row.person
    if (dossier.proposer_id, Membership.Role.PROPOSER) in roles(person):
        capacities.add(Capacity.PROPOSER)
    if dossier.stage in SEATED:
        newest = Review.objects.filter(seat=OuterRef("pk")).order_by("-round").values("state")[:1]
        stood = StandIn.objects.in_force().filter(person=person, seat__isnull=False).values("seat")
        seats = (
            Seat.objects.filter(Q(person=person) | Q(pk__in=stood, person__is_active=True))
            .filter(council__dossier_id=dossier.pk, council__approved_at__isnull=False, released_at=None)
            .select_related("person")
            .annotate(review_state=Subquery(newest))
        )
        for seat in seats:
            if seat.person_id != person.pk:
                standing[Capacity(seat.kind)] = seat.person
                continue
            capacity = _seat_capacity(seat, seat.review_state)
            if capacity:
                capacities.add(capacity)
            if seat.review_state == Review.State.HANDED_IN:
                capacities.add(Capacity.REPORTED)
    return Capacities(capacities, standing)


def _allowed(*capacity: Capacity | str, stands_in_for: Person | None = None) -> Decision:
    return Decision(True, capacity=str(capacity[0]) if capacity else "", stands_in_for=stands_in_for)


def check(person: Person, action: str, dossier: Dossier, capacities: frozenset[Capacity] | None = None) -> Decision:
    """Ask the table. ``capacities`` spares a second look-up of capacities. Raises KeyError for an unknown action."""
    grants = TABLE[action]
    capacities = capacities_of(person, dossier) if capacities is None else capacities
    if not capacities:
        return Decision(False, "no_part", _("You are not involved in this dossier."))
    mine = [(grant, grant.capacities & capacities) for grant in grants if grant.capacities & capacities]
    if not mine:
        return Decision(False, "role", _("Your role in this dossier does not allow this."))
    for grant, shared in mine:
        if grant.covers_moment(dossier):
            # A right of one's own goes before somebody else's.
            standing = getattr(capacities, "standing", {})
            chosen = min(shared, key=lambda one: (one in standing, list(Capacity).index(one)))
            return _allowed(chosen, stands_in_for=standing.get(chosen))
    if dossier.outcome:
        return Decision(False, "closed", _("This dossier is closed."))
    return Decision(False, "not_now", _("This is not possible at the present step of the dossier."))


def check_task(person: Person, task: Task, capacities: frozenset[Capacity] | None = None) -> Decision:
    """Whether ``person`` may do ``task``: the table, the person it is assigned to, and who drafted what."""
    dossier = task.dossier
    capacities = capacities_of(person, dossier) if capacities is None else capacities
    decision = check(person, f"task.{task.node}", dossier, capacities)
    if not decision:
        return decision
    if task.assignee_id and task.assignee_id != person.pk and Capacity(task.actor) not in (Capacity.SECRETARY,):
        mine = {one: who for one, who in getattr(capacities, "standing", {}).items() if who.pk == task.assignee_id}
        decision = check(person, f"task.{task.node}", dossier, Capacities((), mine)) if mine else Decision(False)
        if not decision:
            return Decision(False, "somebody_elses", _("This step is waiting for somebody else."))
    return _separation(person, task, decision)


def _separation(person: Person, task: Task, decision: Decision) -> Decision:
    dossier = task.dossier
    if task.node == "propose_council" and not may_draft(
        person.pk, members_of(dossier.union_id, Capacity.OFFICER), members_of(dossier.union_id, Capacity.LEADER)
    ):
        return Decision(
            False,
            "only_leader",
            _("You are the only leader and will have to approve this; a colleague has to propose it."),
        )
    drafter = None
    if task.node == "approve_council":
        drafter = dossier.council.proposed_by_id
    elif task.node == "sign_opinion" or (task.node == "approve_opinion" and decision.stands_in_for):
        drafter = dossier.opinions.latest("version").drafted_by_id
    elif task.node == "sign_minutes" and decision.stands_in_for:
        drafter = dossier.council.meetings.latest("sequence").minuted_by_id
    if drafter is None:
        return decision
    # Only leaders could take a leader's place; a chair is one person.
    leads = decision.capacity == Capacity.LEADER
    return approved_by_another(
        person, drafter, decision, members_of(dossier.union_id, Capacity.LEADER) if leads else ()
    )


def approved_by_another(person: Person, drafter: int, decision: Decision, approvers: Collection[int]) -> Decision:
    """``decision`` on what ``drafter`` drafted, unless it would be their own; ``approvers`` are who else holds the right.

    A stand-in never approves what they drafted themselves, and may not do what whom they stand in for may not.
    """
    own = Decision(False, "own_draft", _("You drafted this; another leader has to approve it."))
    holder = decision.stands_in_for
    if holder is None:
        allowed = may_approve(drafter, person.pk, approvers)
        return replace(decision, self_approved=drafter == person.pk) if allowed else own
    return decision if drafter != person.pk and may_approve(drafter, holder.pk, approvers) else own


def acting_as(organisation_id: int, role: str) -> set[int]:
    """The active people who hold ``role`` in an organisation today, and their stand-ins: whom a step waits for."""
    stood = StandIn.objects.in_force().filter(
        in_force("membership__"),
        membership__organisation=organisation_id,
        membership__role=role,
        membership__person__is_active=True,
        person__is_active=True,
    )
    return members_of(organisation_id, role) | set(stood.values_list("person", flat=True))


def members_of(organisation_id: int, role: str) -> set[int]:
    """The active people who hold ``role`` in an organisation."""
    return set(
        Membership.objects.in_force()
        .filter(organisation_id=organisation_id, role=role, person__is_active=True)
        .values_list("person_id", flat=True)
    )


def check_union(person: Person, action: str, union_id: int) -> Decision:
    """Ask the union's table."""
    held = [(role, roles(person)[union_id, role]) for role in UNION_TABLE[action] if (union_id, role) in roles(person)]
    for role, row in sorted(held, key=lambda one: one[1].person_id != person.pk):
        return _allowed(role, stands_in_for=row.person if row.person_id != person.pk else None)
    return Decision(False, "role", _("Your role in this organisation does not allow this."))


def check_expert(by: Person, person: Person, action: str) -> Decision:
    """Whether ``by`` may look at (``expert.view``) or keep (``expert.edit``) what the registry holds of an expert.

    The registry is common to all unions, since their experts are; who works for another union is kept by that one. Experts
    see and keep what is held of themselves.
    """
    if by.pk == person.pk:
        return _allowed()
    mine = organisations_as(by, *UNION_TABLE[action])
    union = Organisation.objects.filter(pk__in=mine, kind=Organisation.Kind.UNION)
    if not union.exists():
        return Decision(False, "role", _("Your role in this organisation does not allow this."))
    foreign = person.memberships.filter(organisation__kind=Organisation.Kind.UNION).exclude(organisation__in=mine)
    if action == "expert.edit" and foreign.exists():
        return Decision(
            False, "another_unions_person", _("This person works for another union, which keeps their data.")
        )
    return _allowed(next(role for role in UNION_TABLE[action] if organisations_as(by, role)))


def check_facts(by: Person, expert: Expert) -> Decision:
    """Whether ``by`` keeps the facts of an expert that all unions share; whoever else may edit can propose a change.

    They are the person's from the first time they sign in; until then they are kept by the union that entered them, and by
    whoever comes first where that is not known. Name and telephone are the account's: whoever keeps it comes before them.
    """
    if by.pk == expert.person_id:
        return _allowed()
    decision = check_expert(by, expert.person, "expert.edit")
    if not decision:
        return decision
    if expert.person.last_login is not None:
        return Decision(
            False, "keeps_own_data", _("This person manages these data themselves; others can only propose changes.")
        )
    keeper = expert.facts_keeper_id
    if keeper is not None and keeper not in organisations_as(by, *UNION_TABLE["expert.edit"]):
        return Decision(
            False, "another_unions_data", _("Another union manages these data; others can only propose changes.")
        )
    return decision


def refusal(decision: Decision) -> Refusal:
    """What is raised for a decision that does not allow."""
    kind = ActionError if decision.code in NOT_NOW else NotAllowed
    return kind(decision.code, decision.reason)


def require(decision: Decision, *, known: bool = True) -> Decision:
    """Pass an allowed decision on.

    Raises ``NotAllowed`` or, where another time might do, ``ActionError``; ``Http404`` to those who may not know.
    """
    if decision:
        return decision
    if not known:
        raise Http404
    raise refusal(decision)


def require_on(person: Person, action: str, dossier: Dossier) -> Decision:
    """``require`` for one dossier: strangers get a 404, those with a part in it a reason."""
    capacities = capacities_of(person, dossier)
    may_know = (
        bool(capacities)
        and (capacities != {Capacity.INVITED})
        and bool(check(person, "dossier.view", dossier, capacities))
    )
    return require(check(person, action, dossier, capacities), known=may_know)
