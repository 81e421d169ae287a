"""Kinds of dossier: what is offered to whom, and what a list can be narrowed to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from consult import clock
from consult.access import OFFICE_ROLES, organisations_as, stands_for
from consult.models import DossierKind, Membership, Organisation, Person, Procedure


def _may_submit(kind: DossierKind, bodies: Iterable[Organisation]) -> bool:
    return any(submits(kind, body) for body in bodies)


def submits(kind: DossierKind, body: Organisation) -> bool:
    """Whether dossiers of ``kind`` are submitted by ``body``; of unions only by the one that takes them in."""
    if body.kind == Organisation.Kind.UNION and body.pk != kind.union_id:
        return False
    return body.kind in kind.submitters


def submits_as(kind: DossierKind, person: Person) -> bool:
    """Whether ``person`` submits dossiers of ``kind`` for any of their bodies."""
    bodies = Organisation.objects.filter(pk__in=stands_for(person))
    return _may_submit(kind, bodies)


def offered_to(bodies: QuerySet[Organisation]) -> QuerySet[Procedure]:
    """The versions in force today with which ``bodies`` may begin a dossier, of all unions."""
    own = list(bodies)
    kinds = [kind.pk for kind in DossierKind.objects.filter(offered=True) if _may_submit(kind, own)]
    return Procedure.objects.offered(clock.today()).filter(kind__in=kinds)


def kinds_to_filter(person: Person) -> list[tuple[str, str]]:
    """Code and name of the kinds by which this person narrows lists: those of their unions, and those open to submitters."""
    unions = organisations_as(person, *OFFICE_ROLES)
    kinds = DossierKind.objects.filter(union__in=unions)
    if not unions or organisations_as(person, Membership.Role.PROPOSER):
        open_to_all = Procedure.objects.offered(clock.today()).values("kind")
        kinds = kinds | DossierKind.objects.filter(pk__in=open_to_all)
    found: dict[str, str] = {}
    for kind in kinds.order_by("position", "pk").only("code", "name", "union"):
        if kind.code not in found or kind.union_id in unions:
            found[kind.code] = kind.name
    return list(found.items())
