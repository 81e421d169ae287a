"""Council formation: seats are proposed, approved or sent back, and the decision is numbered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import Refused
from consult.messages import say
from consult.models import Council, Document, DocumentKind, Dossier, Person, Seat, Task
from consult.rules.council import Candidate, composition_problems, conflict
from consult.rules.problem import Problem

from .actor import Actor, record
from .notices import seated, tell
from .papers import make_paper, number_for

APPROVE, SEND_BACK = "approve", "send_back"


def conflict_of(person: Person, dossier: Dossier) -> Problem | None:
    """Why ``person`` may not sit in the council of ``dossier``, or None."""
    expert = getattr(person, "expert", None)
    organisations = {m.organisation_id for m in person.memberships.all()}
    if expert and expert.employer_organisation_id:
        organisations.add(expert.employer_organisation_id)
    candidate = Candidate(
        name=person.name,
        employer=expert.employer if expert else "",
        organisations=frozenset(organisations),
        is_submitter=person.pk == dossier.submitter_id,
    )
    return conflict(candidate, dossier.proposer_id, dossier.proposer.name)


def council_problems(dossier: Dossier, seats: Sequence[tuple[Person, str]]) -> list[str]:
    """Every objection to a proposed council, in the user's language."""
    problems = [say(p) for p in composition_problems([kind for _person, kind in seats], dossier.procedure.rules.seats)]
    people = [person.pk for person, _kind in seats]
    problems += [
        str(_("%(name)s has more than one seat.") % {"name": person.name})
        for person, _kind in seats
        if people.count(person.pk) > 1
    ][:1]
    problems += [say(p) for person, _kind in seats if (p := conflict_of(person, dossier))]
    return problems


def propose_council(*, dossier: Dossier, by: Actor, seats: Sequence[tuple[Person, str]], **_ignored: Any) -> str:
    """Put people on seats. Raises ``Refused`` with every objection."""
    problems = council_problems(dossier, seats)
    if problems:
        raise Refused(" ".join(problems))
    council, _created = Council.objects.update_or_create(dossier=dossier, defaults={"proposed_by": by.person})
    dossier.council = council
    council.seats.all().delete()
    order = list(Seat.Kind)
    ranked = sorted(seats, key=lambda seat: order.index(Seat.Kind(seat[1])))
    Seat.objects.bulk_create(
        Seat(council=council, person=person, kind=kind, position=position)
        for position, (person, kind) in enumerate(ranked, start=1)
    )
    record(dossier, "council_proposed", by, seats=len(seats))
    return "proposed"


def approve_council(*, dossier: Dossier, by: Actor, decision: str, remarks: str = "", **_ignored: Any) -> str:
    """Approve the council, or send it back with remarks."""
    if decision == SEND_BACK:
        if not remarks.strip():
            raise Refused(_("Say what should change."))
        record(dossier, "council_sent_back", by, reason=remarks)
        return decision
    problems = council_problems(dossier, [(seat.person, seat.kind) for seat in dossier.council.seats.all()])
    if problems:
        raise Refused(" ".join(problems))
    dossier.council.approved_by = by.person
    dossier.council.approved_at = clock.now()
    dossier.council.save()
    record(dossier, "council_approved", by)
    return APPROVE


def issue_decision(*, dossier: Dossier, task: Task) -> Document:
    """Number the council decision and ask for the paper; the flow goes on when it is made."""
    leader = dossier.council.approved_by
    assert leader is not None
    entry = number_for(DocumentKind.COUNCIL_DECISION, dossier, leader)
    record(dossier, "decision_numbered", None, symbol=entry.symbol)
    return make_paper(DocumentKind.COUNCIL_DECISION, dossier, entry=entry, signer=leader, task=task)


def tell_seats(*, dossier: Dossier) -> None:
    """Tell everybody with a seat that they were appointed; reviewers get an invitation of their own besides."""
    tell(seated(dossier), "appointed", dossier=dossier)
