"""The people whom an administrator keeps, and what waits for one of them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from viewflow.workflow import STATUS

from consult.access import CAPACITY_LABELS
from consult.access.keeping import own_people
from consult.models import Dossier, Expert, Membership, Organisation, Person, Seat, Stage, Task
from consult.models.organisation import in_force
from consult.rules.text import search_words

from .search import as_typed_first

PAGE_SIZE = 30
ACTIVE, INVITED, CLOSED = "active", "invited", "closed"
NO_ROLE = "none"
# Seats and steps that are named on a page; the rest is counted.
SHOWN = 20


@dataclass(frozen=True)
class PeopleFilters:
    """What the list of people is narrowed to; empty means everything."""

    text: str = ""
    role: str = ""
    state: str = ""


def people_list(filters: PeopleFilters, unions: Collection[int]) -> QuerySet[Person]:
    """The people whose accounts the administrator of ``unions`` looks at, by name.

    Experts who have no role are in their registry; they are here where ``filters`` ask for people without a role.
    """
    found = Person.objects.filter(own_people(unions), erased_at=None)
    for word in search_words(filters.text):
        found = found.filter(search_text__contains=word)
    held = Membership.objects.filter(in_force(), person=OuterRef("pk"))
    ever = Membership.objects.filter(person=OuterRef("pk"))
    if filters.role == NO_ROLE:
        found = found.filter(~Exists(held))
    elif filters.role:
        found = found.filter(Exists(held.filter(role=filters.role)))
    else:
        found = found.filter(Exists(ever) | ~Exists(Expert.objects.filter(person=OuterRef("pk"))))
    without_password = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    if filters.state == CLOSED:
        found = found.filter(is_active=False)
    else:
        found = found.filter(is_active=True)
        if filters.state == INVITED:
            found = found.filter(without_password)
        elif filters.state == ACTIVE:
            found = found.exclude(without_password)
    roles = Membership.objects.filter(in_force()).select_related("organisation").order_by("organisation__name", "pk")
    found = found.prefetch_related(Prefetch("memberships", roles, to_attr="roles_now"))
    return as_typed_first(found, filters.text, "name", "email")


def roles_of(person: Person) -> list[Membership]:
    """Every role that somebody has, had or will have, those in force first."""
    rows = person.memberships.select_related("organisation", "division").order_by("organisation__name", "role")
    return sorted(rows, key=lambda row: not row.counts)


def colleagues_in(body: Organisation) -> list[Membership]:
    """Who stands for a body now, by name; as many as there are, of whom there is a limit."""
    rows = Membership.objects.in_force().filter(
        organisation=body, role=Membership.Role.PROPOSER, person__is_active=True
    )
    return list(rows.select_related("person").order_by("person__sort_key", "pk")[:PAGE_SIZE])


@dataclass
class WaitingRole:
    """A role that somebody holds: how many steps wait for it, who else does them, and who of the same body ``may`` do them."""

    membership: Membership
    steps: int = 0
    colleagues: list[Person] = field(default_factory=list)
    may: list[Person] = field(default_factory=list)
    # Dossiers under way of which the person is the responsible officer, by this role.
    dossiers: int = 0

    @property
    def needs_successor(self) -> bool:
        """Whether steps would wait for nobody although somebody is there who could take them over."""
        return self.steps > 0 and not self.colleagues and bool(self.may)


@dataclass(frozen=True)
class WaitingSeat:
    """A seat in a council whose dossier is under way."""

    seat: Seat
    kind: str
    steps: int


@dataclass(frozen=True)
class Waiting:
    """What waits for one person. ``more_seats`` are not named."""

    roles: list[WaitingRole]
    seats: list[WaitingSeat]
    more_seats: int


def waiting_for(person: Person) -> Waiting:
    """What waits for ``person``: by their roles, and by their seats in councils. As many queries as for one role."""
    held = list(person.memberships.in_force().select_related("organisation__keeper").order_by("pk"))
    roles = {(row.organisation_id, row.role): WaitingRole(row) for row in held}
    places = {row.organisation_id for row in held}
    _count_steps(roles, places)
    _count_dossiers(person, roles)
    others = Membership.objects.in_force().filter(organisation__in=places, person__is_active=True)
    for other in others.exclude(person=person).select_related("person").order_by("person__sort_key", "pk"):
        for (organisation, role), waiting in roles.items():
            if organisation == other.organisation_id:
                if other.person not in waiting.may:
                    waiting.may.append(other.person)
                if role == other.role:
                    waiting.colleagues.append(other.person)
    return Waiting(list(roles.values()), *_seats(person))


def _count_steps(roles: dict[tuple[int, str], WaitingRole], places: set[int]) -> None:
    steps = Task.objects.filter(assignee=None, status=STATUS.NEW).exclude(node="")
    proposing = Q(dossier__proposer__in=places, actor=Membership.Role.PROPOSER)
    for where, found in (
        ("dossier__proposer", steps.filter(proposing)),
        ("dossier__union", steps.filter(dossier__union__in=places).exclude(actor=Membership.Role.PROPOSER)),
    ):
        for row in found.values(where, "actor").annotate(n=Count("pk")).order_by():
            waiting = roles.get((row[where], row["actor"]))
            if waiting is not None:
                waiting.steps = row["n"]


def _count_dossiers(person: Person, roles: dict[tuple[int, str], WaitingRole]) -> None:
    unions = [union for union, role in roles if role == Membership.Role.OFFICER]
    found = dossiers_of(person).filter(union__in=unions) if unions else Dossier.objects.none()
    for row in found.values("union").annotate(n=Count("pk")).order_by():
        roles[row["union"], Membership.Role.OFFICER].dossiers = row["n"]


def dossiers_of(person: Person) -> QuerySet[Dossier]:
    """The dossiers under way of which somebody is the responsible officer."""
    closed = [Stage.DRAFT, Stage.CLOSED]
    return Dossier.objects.filter(responsible=person, union__names_responsible=True).exclude(stage__in=closed)


def open_seats(person: Person) -> QuerySet[Seat]:
    """The seats that somebody holds in approved councils of dossiers under way."""
    return Seat.objects.filter(person=person, released_at=None, council__approved_at__isnull=False).exclude(
        council__dossier__stage=Stage.CLOSED
    )


def _seats(person: Person) -> tuple[list[WaitingSeat], int]:
    found = open_seats(person).select_related("council__dossier").order_by("pk")
    seats = list(found[:SHOWN])
    waiting = dict(
        Task.objects.filter(
            assignee=person, status=STATUS.NEW, dossier__in=[seat.council.dossier_id for seat in seats]
        ).values_list("dossier").annotate(n=Count("pk")).order_by()
    )  # fmt: skip
    rows = [
        WaitingSeat(seat, str(CAPACITY_LABELS.get(seat.kind, seat.kind)), waiting.get(seat.council.dossier_id, 0))
        for seat in seats
    ]
    return rows, max(0, found.count() - len(seats))
