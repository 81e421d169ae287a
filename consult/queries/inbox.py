"""What waits for a person."""

from __future__ import annotations

from django.db.models import Q, QuerySet
from viewflow.workflow import STATUS

from consult.access import OFFICE_ROLES, Capacity, organisations_as, roles, stands_for
from consult.models import Notification, Person, StandIn, Task

from .reach import proposed_by
from .responsible import answered_for, division_colleagues, naming_unions

# Whose steps are looked at, where the union names responsible officers.
MINE, DIVISION, ALL = "mine", "division", "all"


def tasks_for(person: Person, whose: str = MINE) -> QuerySet[Task]:
    """The open steps that wait for this person, soonest due first.

    With ``ALL`` also those that wait for another responsible officer, with ``DIVISION`` the steps of the responsible officers
    of the person's division and nothing else.
    """
    mine = Q(assignee=person)
    stood = StandIn.objects.in_force().filter(person=person, seat__released_at=None, seat__person__is_active=True)
    for holder, dossier in stood.values_list("seat__person", "seat__council__dossier"):
        mine |= Q(assignee=holder, dossier=dossier, process__review=None)
    for role in OFFICE_ROLES:
        organisations = organisations_as(person, role)
        if organisations:
            mine |= Q(assignee=None, actor=role, dossier__union__in=organisations)
    if stands_for(person):
        mine |= Q(assignee=None, actor=Capacity.PROPOSER) & proposed_by(person, "dossier__")
    return (
        Task.objects.filter(mine & _whose(person, whose), status=STATUS.NEW)
        .exclude(node="")
        .select_related("dossier__proposer", "dossier__union", "process")
        .order_by("due_on", "pk")
    )


def _whose(person: Person, whose: str) -> Q:
    """The condition that narrows the steps of offices that name responsible officers."""
    naming = naming_unions(person, Capacity.OFFICER)
    if not naming or whose == ALL:
        return Q()
    answered = Q(assignee=None, actor=Capacity.OFFICER, dossier__union__in=naming) & answered_for("dossier__")
    if whose == DIVISION:
        return answered & Q(dossier__responsible__in=division_colleagues(person).values("person"))
    stood = {row.person_id for (_union, role), row in roles(person).items() if role == Capacity.OFFICER}
    return ~answered | Q(dossier__responsible__in={person.pk, *stood})


def views_of(person: Person) -> list[str]:
    """Whose steps this person may choose between; nothing where no union of theirs names responsible officers."""
    naming = naming_unions(person, Capacity.OFFICER)
    if not naming:
        return []
    in_division = any(row.division_id for (union, _role), row in roles(person).items() if union in naming)
    return [MINE, DIVISION, ALL] if in_division else [MINE, ALL]


def unread_count(person: Person) -> int:
    return Notification.objects.filter(person=person, read_at=None).count()
