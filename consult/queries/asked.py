"""What an office has to do besides steps of dossiers: what people and bodies have asked of it, and what is still to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from consult.access import UNION_TABLE, Capacity, organisations_as
from consult.access.keeping import administered
from consult.models import AccessRequest, CouncilChange, DataRequest, Person

from .dispatch import still_to_send

MOST_SHOWN = 30


@dataclass(frozen=True)
class Asked:
    """How many requests for access, and about personal data, wait for one administrator; to how many a clerk has to send."""

    access: int = 0
    data: int = 0
    to_send: int = 0

    def __bool__(self) -> bool:
        return bool(self.access or self.data or self.to_send)


def asked_of(person: Person) -> Asked:
    """What waits for ``person``; of requests about personal data those that nobody else handles. Three queries at most."""
    mine = administered(person)
    clerk_of = organisations_as(person, *UNION_TABLE["register.void"])
    to_send = still_to_send(clerk_of).count() if clerk_of else 0
    if not mine:
        return Asked(to_send=to_send)
    access = AccessRequest.objects.filter(union__in=mine, decided_at=None).count()
    data = DataRequest.objects.filter(Q(handler=None) | Q(handler=person), union__in=mine, closed_at=None).count()
    return Asked(access, data, to_send)


def changes_to_decide(person: Person) -> list[CouncilChange]:
    """The changes of councils that wait for this person as a leader, oldest first. One query, or none."""
    leads = organisations_as(person, Capacity.LEADER)
    if not leads:
        return []
    found = CouncilChange.objects.filter(state=CouncilChange.State.PROPOSED, council__dossier__union__in=leads)
    open_ones = found.filter(council__dossier__outcome="").select_related("council__dossier__proposer")
    return list(open_ones.order_by("pk")[:MOST_SHOWN])
