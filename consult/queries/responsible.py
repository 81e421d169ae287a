"""Who answers for a dossier in its office: its responsible officer, where the union names them (decision 58)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet

from consult.access import Capacity, organisations_as, roles
from consult.models import Dossier, Membership, Organisation, Person, Stage
from consult.models.organisation import in_force

PAGE_SIZE = 30
# The filter for dossiers that wait for all officers.
NOBODY = 0


def answered_for(through: str = "") -> Q:
    """The condition for a dossier for which one officer answers today; ``through`` is the way to the dossier.

    Whoever's role has ended or whose account is closed answers for nothing: the dossier waits for all officers again.
    """
    held = Membership.objects.filter(
        in_force(),
        person=OuterRef(f"{through}responsible"),
        organisation=OuterRef(f"{through}union"),
        role=Membership.Role.OFFICER,
        person__is_active=True,
    )
    return Q(Exists(held), **{f"{through}union__names_responsible": True})


def responsible_of(dossier: Dossier) -> Person | None:
    """The officer who answers for a dossier today, or None where it waits for all of them."""
    if dossier.responsible_id is None or not dossier.union.names_responsible:
        return None
    held = officers_of([dossier.union_id]).filter(pk=dossier.responsible_id)
    return dossier.responsible if held.exists() else None


def officers_of(unions: list[int]) -> QuerySet[Person]:
    """The officers of ``unions``, by name."""
    held = Membership.objects.in_force().filter(organisation__in=unions, role=Membership.Role.OFFICER)
    return Person.objects.filter(pk__in=held.values("person"), is_active=True).order_by("sort_key", "pk")


def naming_unions(person: Person, *wanted: str) -> list[int]:
    """The unions that name responsible officers and in which the person has one of the roles ``wanted``. No query."""
    held = roles(person)
    mine = organisations_as(person, *wanted)
    naming = {union for (union, _role), row in held.items() if row.organisation.names_responsible}
    return [union for union in mine if union in naming]


def division_colleagues(person: Person) -> QuerySet[Membership]:
    """The officers' roles in the divisions of this person."""
    divisions = {row.division_id for row in roles(person).values() if row.division_id}
    return Membership.objects.in_force().filter(role=Capacity.OFFICER, division__in=divisions)


def open_dossiers(union: Organisation, of: int | None) -> QuerySet[Dossier]:
    """The union's dossiers under way, soonest due first: all, those of one officer, or (``NOBODY``) those of none."""
    stages = [stage for stage in Stage if stage not in (Stage.DRAFT, Stage.CLOSED)]
    found = Dossier.objects.filter(union=union, stage__in=stages)
    if of == NOBODY:
        found = found.filter(~answered_for())
    elif of is not None:
        found = found.filter(responsible=of)
    return found.select_related("responsible", "proposer", "union").order_by("due_on", "pk")
