"""Who may be suggested for councils, with load and record: facts for the suggestion, the council's page and the registry.

A handful of queries, however many experts there are.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext_noop
from viewflow.workflow import STATUS

from consult import clock
from consult.libraries.council_solver import Demand, FixedSeat
from consult.libraries.council_solver import Expert as Suggestible
from consult.models import Absence, Dossier, Expert, Membership, Person, Review, Seat, Stage, Task
from consult.models.organisation import in_force
from consult.rules.conflict import barring
from consult.rules.council import CHAIR, DEPUTY, HEAD, MEMBER, REVIEWER, SECRETARY
from consult.rules.leading import Leading, Leads, may_lead
from consult.rules.problem import Problem
from consult.rules.text import normalise_for_search

from .absences import absences_of
from .registry import not_invited

YEAR = timedelta(days=365)
LEAST_WORD = 4
_WORD = re.compile(r"[^\W\d_]+")
# Words that stand in every dossier and say nothing of its subject.
COMMON = frozenset(
    [
        "cong",
        "trinh",
        "phuong",
        "huong",
        "dinh",
        "trong",
        "khong",
        "duoc",
        "theo",
        "nhung",
        "chuong",
        "ngoai",
        "thuong",
        "huyen",
        "thanh",
        "tinh",
        "phan",
        "quan",
        "duong",
        "trung",
        "thuc",
        "hien",
        "hoat",
        "dong",
        "chinh",
        "sach",
        "nghien",
        "khoa",
    ]
)


@dataclass
class Record:
    """What one person was asked for and did: counts of seats and reviews; ``open_seats`` in running councils."""

    open_seats: int = 0
    recent: int = 0
    invited: int = 0
    accepted: int = 0
    declined: int = 0
    handed_in: int = 0
    late: int = 0

    @property
    def in_time(self) -> int:
        return max(0, self.handed_in - self.late)


def search_words_of(*texts: str) -> frozenset[str]:
    """The folded words of ``texts`` that may tell a subject."""
    found = {word for text in texts for word in _WORD.findall(normalise_for_search(text)) if len(word) >= LEAST_WORD}
    return frozenset(found - COMMON)


def records_of(people: Collection[int], unions: Collection[int] | None = None) -> dict[int, Record]:
    """Load and record by person. The record is of the councils of ``unions`` alone, where given; the load of all."""
    records = {person: Record() for person in people}
    seats = Seat.objects.filter(person__in=people, council__approved_at__isnull=False)
    held = seats.filter(released_at=None).exclude(council__dossier__stage=Stage.CLOSED)
    for row in held.values("person").annotate(n=Count("pk")).order_by():
        records[row["person"]].open_seats = row["n"]
    own = Q(council__dossier__union__in=unions) if unions is not None else Q()
    since = clock.now() - YEAR
    recent = seats.filter(own, released_at=None, council__approved_at__gte=since)
    for row in recent.values("person").annotate(n=Count("pk")).order_by():
        records[row["person"]].recent = row["n"]
    _count_reviews(records, people, unions)
    return records


def _count_reviews(records: dict[int, Record], people: Collection[int], unions: Collection[int] | None) -> None:
    states = Review.State
    reviews = Review.objects.filter(seat__person__in=people)
    late = Task.objects.filter(
        assignee__in=people, node="write_review", status=STATUS.DONE, finished__date__gt=F("due_on")
    )
    if unions is not None:
        reviews, late = reviews.filter(dossier__union__in=unions), late.filter(dossier__union__in=unions)
    counted = reviews.values("seat__person").annotate(
        invited=Count("pk"),
        accepted=Count("pk", filter=Q(state__in=[states.WRITING, states.HANDED_IN])),
        declined=Count("pk", filter=Q(state=states.DECLINED)),
        handed_in=Count("pk", filter=Q(state=states.HANDED_IN)),
    )
    for row in counted.order_by():
        record = records[row["seat__person"]]
        record.invited, record.accepted = row["invited"], row["accepted"]
        record.declined, record.handed_in = row["declined"], row["handed_in"]
    for row in late.values("assignee").annotate(n=Count("pk")).order_by():
        records[row["assignee"]].late = row["n"]


@dataclass
class Pool:
    """Everybody who may be suggested in one union, as people and as facts."""

    people: dict[int, Person] = field(default_factory=dict)
    facts: dict[int, Suggestible] = field(default_factory=dict)
    absences: dict[int, list[Absence]] = field(default_factory=dict)
    leaders: frozenset[int] = frozenset()

    def barred_from(self, rule: Leading) -> dict[str, frozenset[int]]:
        """Who may not lead under ``rule``, by kind of seat."""
        lets = {
            heads: frozenset(pk for pk, person in self.people.items() if not may_lead(self._leads(person, heads), rule))
            for heads in (False, True)
        }
        return {CHAIR: lets[False], DEPUTY: lets[False], HEAD: lets[True]}

    def _leads(self, person: Person, heads: bool) -> Leads:
        expert = getattr(person, "expert", None)
        return Leads(person.name, expert.degree if expert else "", person.pk in self.leaders, heads)

    def away(self, person: int, first: object, last: object) -> Absence | None:
        """An absence of a person that lies within some days, both included."""
        return next(
            (one for one in self.absences.get(person, ()) if one.first_day <= last and one.last_day >= first),  # type: ignore[operator]
            None,
        )


def active_experts(union: int) -> QuerySet[Expert]:
    """The experts whom a union invites."""
    return (
        Expert.objects.filter(person__is_active=True)
        .exclude(pk__in=not_invited([union]).values("pk"))
        .select_related("person")
        .prefetch_related("subject_areas", "ties", "person__memberships__organisation")
    )


def pool_of(union: int, only: Collection[int] | None = None) -> Pool:
    """The experts whom the union invites, and its own people; of them those of ``only``, where given, and nobody else."""
    pool = Pool()
    among, among_experts = (Q(), Q()) if only is None else (Q(pk__in=only), Q(person__in=only))
    experts = list(active_experts(union).filter(among_experts))
    invited = {expert.pk for expert in experts}
    for expert in experts:
        expert.person.expert = expert
        pool.people[expert.person_id] = expert.person
    staff = (
        Person.objects.filter(
            among,
            in_force("memberships__"),
            memberships__organisation=union,
            memberships__role__in=[Membership.Role.OFFICER, Membership.Role.LEADER, Membership.Role.CLERK],
            is_active=True,
        )
        .select_related("expert")
        .prefetch_related("memberships__organisation", "expert__ties", "expert__subject_areas")
        .distinct()
    )
    for person in staff:
        pool.people.setdefault(person.pk, person)
    pool.leaders = frozenset(
        pk for pk, person in pool.people.items() if Membership.Role.LEADER in _roles(person, union)
    )
    records = records_of(pool.people, [union])
    for person in pool.people.values():
        pool.facts[person.pk] = _facts(person, union, records[person.pk], invited)
    pool.absences = absences_of(pool.people)
    return pool


def branch(expert: Expert) -> frozenset[int]:
    """The fields an expert knows, with those above them."""
    subject_areas = expert.subject_areas.all()
    return frozenset({one.pk for one in subject_areas} | {one.parent_id for one in subject_areas if one.parent_id})


def _facts(person: Person, union: int, record: Record, invited: Collection[int]) -> Suggestible:
    expert = getattr(person, "expert", None)
    roles = _roles(person, union)
    kinds = set()
    if expert is not None and expert.pk in invited:
        # Who may lead, the procedure of each dossier says: see ``demand_of``.
        kinds |= {MEMBER, REVIEWER, CHAIR, DEPUTY, HEAD}
    if Membership.Role.LEADER in roles:
        kinds |= {CHAIR, DEPUTY}
    if Membership.Role.OFFICER in roles:
        kinds.add(SECRETARY)
    return Suggestible(
        key=person.pk,
        name=person.name,
        kinds=frozenset(kinds),
        subject_areas=branch(expert) if expert else frozenset(),
        employer=expert.employer if expert else "",
        open_seats=record.open_seats,
        recent=record.recent,
        late=record.late,
        declined=record.declined,
        words=search_words_of(expert.biography) if expert else frozenset(),
    )


def _roles(person: Person, union: int) -> set[str]:
    return {m.role for m in person.memberships.all() if m.organisation_id == union and m.counts}


def tasks_for_councils(union: int) -> QuerySet[Task]:
    """The open steps of a union's dossiers that wait for a council, oldest first."""
    return (
        Task.objects.filter(dossier__union=union, node="propose_council", status=STATUS.NEW)
        .select_related("dossier__procedure", "dossier__proposer", "dossier__union")
        .prefetch_related("dossier__subject_areas")
        .order_by("due_on", "pk")
    )


def demand_of(
    dossier: Dossier, pool: Pool, objections: dict[int, list], kinds: Sequence[str], fixed: Iterable[FixedSeat] = ()
) -> Demand:
    """What the solver is asked for ``dossier``; ``objections`` are what speaks against each person of the pool."""
    rules = dossier.procedure.rules
    today = clock.today()
    # A council works for about as long as its reviews and its meeting take.
    last = today + timedelta(days=2 * (rules.days.review + rules.days.meeting_notice))
    barred = {person: problem for person, found in objections.items() if (problem := barring(found))}
    for person in pool.absences:
        absence = pool.away(person, today, last)
        if absence is not None:
            values = {"name": pool.people[person].name, "first": f"{absence.first_day:%d/%m/%Y}"}
            values["last"] = f"{absence.last_day:%d/%m/%Y}"
            barred.setdefault(
                person, Problem("away", gettext_noop("%(name)s is away from %(first)s to %(last)s."), values)
            )
    return Demand(
        key=dossier.pk,
        kinds=tuple(kinds),
        subject_areas=frozenset(one.pk for one in dossier.subject_areas.all()),
        per_employer=rules.seats.per_employer,
        most_open=rules.seats.most_open,
        words=search_words_of(dossier.title, dossier.summary),
        barred=barred,
        barred_from=pool.barred_from(rules.leading),
        fixed=tuple(fixed),
    )
