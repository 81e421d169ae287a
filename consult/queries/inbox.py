"""What waits for a person."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from viewflow.workflow import STATUS

from consult.access import OFFICE_ROLES, Capacity, organisations_as
from consult.models import Notification, Person, Task


def tasks_for(person: Person) -> QuerySet[Task]:
    """The open steps that wait for this person, soonest due first."""
    mine = Q(assignee=person)
    for role in OFFICE_ROLES:
        organisations = organisations_as(person, role)
        if organisations:
            mine |= Q(assignee=None, actor=role, dossier__union__in=organisations)
    proposing = organisations_as(person, Capacity.PROPOSER)
    if proposing:
        mine |= Q(assignee=None, actor=Capacity.PROPOSER, dossier__proposer__in=proposing)
    return (
        Task.objects.filter(mine, status=STATUS.NEW)
        .exclude(node="")
        .select_related("dossier__proposer", "dossier__union", "process")
        .order_by("due_on", "pk")
    )


def unread_count(person: Person) -> int:
    return Notification.objects.filter(person=person, read_at=None).count()
