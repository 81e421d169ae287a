"""Council formation: seats are proposed, approved or sent back, and the decision is numbered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from consult import clock
from consult.actions.notifications.notices import notify, seated
from consult.models import Council, Document, DocumentKind, Dossier, Membership, Person, Seat, StandingCouncil, Task
from consult.refusals import ActionError
from consult.rules.conflict import EMPLOYER, Body, Candidate, Objection, Tie, barring, objections
from consult.rules.council import CHAIR, DEPUTY, HEAD, composition_problems, group_of, kind_of
from consult.rules.leading import Leads, leading_problems
from consult.rules.problem import Problem, gettext_noop

from .actor import Actor, record
from .decisions import APPROVAL, StepDecision, one_of, send_back
from .documents import make_document, number_for
from .standing import standing_problems

# Approved, where no decision is made on the council: it is of a standing one, or the procedure does without.
WITHOUT_DECISION = "approve_without_decision"


def candidate_of(person: Person, dossier: Dossier, earlier: tuple[str, ...] = ()) -> Candidate:
    """What is known of a person's ties. ``earlier`` are the codes of dossiers on the same project in which they sat."""
    ties = [
        Tie(EMPLOYER, Body(membership.organisation.name, membership.organisation_id))
        for membership in person.memberships.all()
    ]
    expert = getattr(person, "expert", None)
    if expert is not None:
        ties.append(Tie(EMPLOYER, Body(expert.employer, expert.employer_organisation_id)))
        ties += [
            Tie(tie.kind, Body(tie.body, tie.organisation_id), tie.until)
            for tie in expert.ties.all()
            if tie.union_id in (None, dossier.union_id)
        ]
    return Candidate(
        name=person.name,
        ties=tuple(ties),
        is_submitter=person.pk == dossier.submitter_id,
        earlier=earlier,
        withdrawn=expert is not None and expert.withdrawn_at is not None,
    )


def objections_to(
    people: Iterable[Person], dossier: Dossier, earlier: Sequence[tuple[int, str]] | None = None
) -> dict[int, list[Objection]]:
    """What speaks against each of ``people`` on ``dossier``, by person.

    Asks for earlier councils once for all; ``earlier`` are those seats where somebody has asked already.
    """
    sat: dict[int, list[str]] = {}
    for person, code in earlier_seats([dossier])[dossier.pk] if earlier is None else earlier:
        sat.setdefault(person, []).append(code)
    proposer = Body(dossier.proposer.name, dossier.proposer_id)
    rule, today = dossier.procedure.rules.conflicts, clock.today()
    return {
        person.pk: objections(candidate_of(person, dossier, tuple(sat.get(person.pk, ()))), proposer, rule, today)
        for person in people
    }


def earlier_seats(dossiers: Sequence[Dossier]) -> dict[int, list[tuple[int, str]]]:
    """For each of ``dossiers`` of one union, pairs of a person and the code of an earlier dossier on its project.

    The same project is one of the same title, however it is spelt. One query, however many dossiers.
    """
    found: dict[int, list[tuple[int, str]]] = {dossier.pk: [] for dossier in dossiers}
    keys = {dossier.title_key for dossier in dossiers if dossier.title_key}
    if not keys:
        return found
    seats = Seat.objects.filter(
        council__dossier__union_id=dossiers[0].union_id,
        council__dossier__title_key__in=keys,
        council__approved_at__isnull=False,
        released_at=None,
    )
    by_key: dict[str, list[tuple[int, int, str]]] = {}
    rows = seats.values_list("council__dossier__title_key", "council__dossier", "person_id", "council__dossier__code")
    for key, other, person, code in rows:
        by_key.setdefault(key, []).append((other, person, code))
    for dossier in dossiers:
        sat = by_key.get(dossier.title_key, ())
        found[dossier.pk] = [(person, code) for other, person, code in sat if other != dossier.pk]
    return found


def conflict_of(person: Person, dossier: Dossier) -> Problem | None:
    """Why ``person`` may not sit in the council of ``dossier``, or None."""
    return barring(objections_to([person], dossier)[person.pk])


def leading_of(dossier: Dossier, seats: Sequence[tuple[Person, str]]) -> list[Problem]:
    """What the procedure says against those who are to lead the council."""
    leading = [
        Leads(person.name, _degree(person), _leads(person, dossier.union_id), kind_of(kind) == HEAD)
        for person, kind in seats
        if kind_of(kind) in (CHAIR, DEPUTY, HEAD)
    ]
    return leading_problems(leading, dossier.procedure.rules.leading)


def _degree(person: Person) -> str:
    expert = getattr(person, "expert", None)
    return expert.degree if expert else ""


def _leads(person: Person, union: int) -> bool:
    return any(
        one.organisation_id == union and one.role == Membership.Role.LEADER and one.counts
        for one in person.memberships.all()
    )


def council_problems(dossier: Dossier, seats: Sequence[tuple[Person, str]]) -> list[Problem]:
    """Every objection to a proposed council."""
    problems = composition_problems([kind for _person, kind in seats], dossier.procedure.rules.seats)
    people = [person.pk for person, _kind in seats]
    twice = gettext_noop("%(name)s has more than one seat.")
    problems += [
        Problem("seated_twice", twice, {"name": person.name}) for person, _kind in seats if people.count(person.pk) > 1
    ][:1]
    closed = gettext_noop("The account of %(name)s is closed.")
    problems += [Problem("account_closed", closed, {"name": one.name}) for one, _kind in seats if not one.is_active]
    if dossier.procedure.rules.leading.firm:
        problems += leading_of(dossier, seats)
    found = objections_to([person for person, _kind in seats], dossier)
    problems += [problem for person, _kind in seats if (problem := barring(found[person.pk]))]
    return problems


def propose_council(
    *, dossier: Dossier, by: Actor, seats: Sequence[tuple[Person, str]], standing: StandingCouncil | None = None
) -> str:
    """Put people on seats, of a ``standing`` council where one is given. Raises ``ActionError`` with every objection."""
    problems = council_problems(dossier, seats)
    if standing is not None:
        problems += standing_problems(dossier, standing, [person for person, _kind in seats])
    if problems:
        raise ActionError.of(problems)
    council, _created = Council.objects.update_or_create(
        dossier=dossier, defaults={"proposed_by": by.person, "standing": standing}
    )
    dossier.council = council
    council.seats.all().delete()
    order = list(Seat.Kind)
    # By rank, groups together after chair and deputies, the secretary last.
    leading = (Seat.Kind.CHAIR, Seat.Kind.DEPUTY)

    def rank(seat: tuple[Person, str]) -> tuple[bool, bool, int, int]:
        kind = Seat.Kind(kind_of(seat[1]))
        return (kind not in leading, kind == Seat.Kind.SECRETARY, group_of(seat[1]) or 0, order.index(kind))

    Seat.objects.bulk_create(
        Seat(council=council, person=person, kind=kind_of(seat), group_id=group_of(seat), position=position)
        for position, (person, seat) in enumerate(sorted(seats, key=rank), start=1)
    )
    record(dossier, "council_proposed", by, seats=len(seats))
    return "proposed"


def approve_council(*, dossier: Dossier, by: Actor, decision: str, remarks: str = "") -> str:
    """Approve the council, or send it back with remarks.

    One of a standing council needs no decision of its own; and the procedure may do without one.
    """
    if one_of(decision, *APPROVAL) == StepDecision.SEND_BACK:
        return send_back(dossier, by, "council_sent_back", remarks)
    seats = list(dossier.council.seats.select_related("person"))
    standing = dossier.council.standing
    problems = council_problems(dossier, [(seat.person, seat.key) for seat in seats])
    if standing is not None:
        problems += standing_problems(dossier, standing, [seat.person for seat in seats])
    if problems:
        raise ActionError.of(problems)
    dossier.council.approved_by, dossier.council.approved_for = by.person, by.stands_in_for
    dossier.council.approved_at = clock.now()
    dossier.council.save()
    record(dossier, "council_approved", by)
    if standing is not None:
        record(dossier, "council_of_standing", None, name=standing.name, symbol=standing.decision)
        return WITHOUT_DECISION
    return StepDecision.APPROVE if dossier.procedure.rules.makes(DocumentKind.COUNCIL_DECISION) else WITHOUT_DECISION


def issue_decision(*, dossier: Dossier, task: Task) -> Document:
    """Number the council decision and ask for the document; the flow goes on when it is made."""
    leader = dossier.council.approved_by
    assert leader is not None
    entry = number_for(DocumentKind.COUNCIL_DECISION, dossier, leader)
    record(dossier, "decision_numbered", None, symbol=entry.symbol)
    return make_document(DocumentKind.COUNCIL_DECISION, dossier, entry=entry, signer=dossier.council, task=task)


def notify_seats(*, dossier: Dossier) -> None:
    """Tell everybody with a seat that they were appointed; reviewers get an invitation of their own besides."""
    notify(seated(dossier), "appointed", dossier=dossier)
