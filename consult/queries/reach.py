"""The access table read the other way round: which dossiers a person sees, and which people a step waits for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from consult.access import OFFICE_ROLES, SEATED, Capacity, members_of, organisations_as, stands_for
from consult.models import Dossier, Person, Review, Seat, Stage

from .responsible import responsible_of


def visible_dossiers(person: Person) -> Q:
    """The condition under which a dossier may appear in this person's lists: ``dossier.view`` as a query."""
    office = organisations_as(person, *OFFICE_ROLES)
    proposing = stands_for(person)
    seats = Seat.objects.filter(person_id=person.pk, released_at=None, council__approved_at__isnull=False).exclude(
        kind=Seat.Kind.REVIEWER
    )
    reviewing = Review.objects.filter(
        seat__person_id=person.pk,
        seat__released_at=None,
        state__in=[Review.State.WRITING, Review.State.HANDED_IN],
    )
    seated = Q(council__in=seats.values("council_id")) | Q(pk__in=reviewing.values("dossier_id"))
    return (
        (Q(union_id__in=office) & ~Q(stage=Stage.DRAFT)) | Q(proposer_id__in=proposing) | (Q(stage__in=SEATED) & seated)
    )


def people_who(actor: str, dossier: Dossier, assignee: Person | None = None) -> Iterable[Person]:
    """The people for whom a step waits: the assignee, or all who hold the role; of officers the responsible one."""
    if assignee is not None:
        return [assignee]
    if actor == Capacity.PROPOSER and dossier.own_initiative:
        # Its officers act in the proposer's place.
        actor = Capacity.OFFICER
    if actor == Capacity.OFFICER and (responsible := responsible_of(dossier)) is not None:
        return [responsible]
    organisation = dossier.proposer_id if actor == Capacity.PROPOSER else dossier.union_id
    return Person.objects.filter(pk__in=members_of(organisation, actor))
