"""For which roles and seats a person can name a stand-in, and who stands in now or later."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from consult import clock
from consult.access import UNION_TABLE, roles
from consult.models import Membership, Person, Seat, Stage, StandIn
from consult.models.organisation import in_force
from consult.models.stand_in import ROLES, SEATS, Held

MOST_SEATS = 100


def kept_unions(person: Person) -> list[int]:
    """The unions in which this person names stand-ins for others: in their own right, not as somebody's stand-in."""
    return sorted(
        {
            union
            for (union, role), row in roles(person).items()
            if role in UNION_TABLE["stand_in.name"] and row.person_id == person.pk
        }
    )


def roles_to_stand_in_for(person: Person) -> list[Membership]:
    """The person's own roles first, then those of others in the unions that they keep."""
    own_or_kept = Q(person=person) | Q(organisation__in=kept_unions(person), person__is_active=True)
    found = Membership.objects.in_force().filter(own_or_kept, role__in=ROLES, organisation__kind="union")
    rows = list(found.select_related("person", "organisation").order_by("person__sort_key", "pk"))
    return sorted(rows, key=lambda row: row.person_id != person.pk)


def seats_to_stand_in_for(person: Person) -> list[Seat]:
    """The person's own seats as chair or secretary under way first, then those of the unions that they keep."""
    own_or_kept = Q(person=person) | Q(council__dossier__union__in=kept_unions(person), person__is_active=True)
    found = Seat.objects.filter(
        own_or_kept, kind__in=SEATS, released_at=None, council__approved_at__isnull=False,
        council__dossier__stage__in=[Stage.REVIEW, Stage.OPINION],
    )  # fmt: skip
    rows = list(found.select_related("person", "council__dossier__union").order_by("-pk")[:MOST_SEATS])
    return sorted(rows, key=lambda row: row.person_id != person.pk)


def stand_ins_of(person: Person) -> QuerySet[StandIn]:
    """Those of today and later that concern this person, or a union that they keep."""
    kept = kept_unions(person)
    concerned = (
        Q(person=person) | Q(membership__person=person) | Q(seat__person=person)
        | Q(membership__organisation__in=kept) | Q(seat__council__dossier__union__in=kept)
    )  # fmt: skip
    going = StandIn.objects.filter(concerned, ended_at=None, until__gte=clock.today()).filter(
        in_force("membership__") | Q(membership=None), seat__released_at=None
    )
    return going.select_related(
        "person", "membership__person", "membership__organisation", "seat__person", "seat__council__dossier__union"
    ).order_by("since", "pk")


def held_named(person: Person, name: str) -> Held | None:
    """The role or seat that a form names as "role:12" or "seat:7", of those for which the person may name somebody."""
    rows: list[Held] = [*roles_to_stand_in_for(person), *seats_to_stand_in_for(person)]
    return next((row for row in rows if name_of(row) == name), None)


def name_of(held: Held) -> str:
    """What a form calls a role or a seat."""
    return f"{'role' if isinstance(held, Membership) else 'seat'}:{held.pk}"
