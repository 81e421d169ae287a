"""What people and bodies have asked of an office and wait for, besides dossiers."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from consult.access import Capacity, organisations_as
from consult.access.keeping import administered
from consult.models import AccessRequest, CouncilChange, DataRequest, Person

MOST_SHOWN = 30


@dataclass(frozen=True)
class Asked:
    """How many requests for access, and about personal data, wait for one administrator."""

    access: int = 0
    data: int = 0

    def __bool__(self) -> bool:
        return bool(self.access or self.data)


def asked_of(person: Person) -> Asked:
    """What waits for ``person``; of requests about personal data those that nobody else handles. Two queries, or none."""
    mine = administered(person)
    if not mine:
        return Asked()
    access = AccessRequest.objects.filter(union__in=mine, decided_at=None).count()
    data = DataRequest.objects.filter(Q(handler=None) | Q(handler=person), union__in=mine, closed_at=None).count()
    return Asked(access, data)


def changes_to_decide(person: Person) -> list[CouncilChange]:
    """The changes of councils that wait for this person as a leader, oldest first. One query, or none."""
    leads = organisations_as(person, Capacity.LEADER)
    if not leads:
        return []
    found = CouncilChange.objects.filter(state=CouncilChange.State.PROPOSED, council__dossier__union__in=leads)
    open_ones = found.filter(council__dossier__outcome="").select_related("council__dossier__proposer")
    return list(open_ones.order_by("pk")[:MOST_SHOWN])
