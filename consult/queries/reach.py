"""The access table read the other way round: which dossiers a person sees, and which people a step waits for."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from consult.access import OFFICE_ROLES, SEATED, Capacity, acting_as, organisations_as
from consult.models import Dossier, Membership, Person, Review, Seat, Stage, StandIn
from consult.models.organisation import in_force

from .responsible import responsible_of


def visible_dossiers(person: Person) -> Q:
    """The condition under which a dossier may appear in this person's lists: ``dossier.view`` as a query."""
    office = organisations_as(person, *OFFICE_ROLES)
    proposing = organisations_as(person, Membership.Role.PROPOSER)
    held = Seat.objects.filter(person_id=person.pk, released_at=None, council__approved_at__isnull=False)
    # A reviewer whose review was never asked for came when the reviews were in.
    seats = held.exclude(kind=Seat.Kind.REVIEWER, reviews__isnull=False)
    stood = StandIn.objects.in_force().filter(
        person_id=person.pk,
        seat__released_at=None,
        seat__council__approved_at__isnull=False,
        seat__person__is_active=True,
    )
    reviewing = Review.objects.filter(
        seat__person_id=person.pk,
        seat__released_at=None,
        state__in=[Review.State.WRITING, Review.State.HANDED_IN],
    )
    seated = (
        Q(council__in=seats.values("council_id"))
        | Q(council__in=stood.values("seat__council_id"))
        | Q(pk__in=reviewing.values("dossier_id"))
    )
    return (
        (Q(union_id__in=office) & ~Q(stage=Stage.DRAFT)) | Q(proposer_id__in=proposing) | (Q(stage__in=SEATED) & seated)
    )


def people_who(actor: str, dossier: Dossier, assignee: Person | None = None) -> Iterable[Person]:
    """The people for whom a step waits, and their stand-ins: the assignee, or all who hold the role; of officers the
    responsible one."""
    if assignee is not None:
        return [assignee, *stand_ins_on_seat(assignee, dossier)]
    if actor == Capacity.OFFICER and (responsible := responsible_of(dossier)) is not None:
        return [responsible, *stand_ins_of_officer(responsible, dossier)]
    organisation = dossier.proposer_id if actor == Capacity.PROPOSER else dossier.union_id
    return Person.objects.filter(pk__in=acting_as(organisation, actor))


def stand_ins_on_seat(holder: Person, dossier: Dossier) -> Iterable[Person]:
    """Who acts today for ``holder`` on their seat in the council of ``dossier``."""
    stood = StandIn.objects.in_force().filter(
        seat__person=holder, seat__council__dossier=dossier, seat__released_at=None
    )
    return Person.objects.filter(pk__in=stood.values("person"), is_active=True)


def stand_ins_of_officer(holder: Person, dossier: Dossier) -> Iterable[Person]:
    """Who acts today for ``holder`` as an officer of the dossier's union."""
    stood = StandIn.objects.in_force().filter(
        in_force("membership__"), membership__person=holder, membership__organisation=dossier.union_id,
        membership__role=Capacity.OFFICER,
    )  # fmt: skip
    return Person.objects.filter(pk__in=stood.values("person"), is_active=True)
