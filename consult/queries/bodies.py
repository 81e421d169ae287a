"""The bodies whom a union knows: those it keeps, and those that have sent it dossiers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from consult.access.keeping import known_bodies, own_bodies, own_people
from consult.models import AccessRequest, EmulationCluster, Membership, Organisation, Person, SubjectArea
from consult.models.organisation import in_force
from consult.rules.bodies import Likeness, likeness
from consult.rules.text import normalise_for_search, search_words

from .search import as_typed_first

PAGE_SIZE = 30


@dataclass(frozen=True)
class BodyFilters:
    """What the list of bodies is narrowed to; empty means everything."""

    text: str = ""
    kind: str = ""


def body_list(filters: BodyFilters, unions: Collection[int]) -> QuerySet[Organisation]:
    """The bodies that ``unions`` know, by name; ``own`` says which they may change, ``people`` how many stand for it."""
    found = Organisation.objects.filter(known_bodies(unions))
    for word in search_words(filters.text):
        found = found.filter(search_text__contains=word)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    own = Organisation.objects.filter(own_bodies(unions), pk=OuterRef("pk"))
    held = Membership.objects.filter(in_force(), organisation=OuterRef("pk"), person__is_active=True).order_by()
    counted = held.values("organisation").annotate(n=Count("person", distinct=True)).values("n")
    people = Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))
    return as_typed_first(found.annotate(own=Exists(own), people=people), filters.text, "name")


def members_of_body(body: Organisation, unions: Collection[int]) -> QuerySet[Membership]:
    """Everybody who stands, stood or will stand for a body, by name; ``seen`` says whose accounts ``unions`` look at."""
    accounts = Person.objects.filter(own_people(unions), pk=OuterRef("person"))
    found = Membership.objects.filter(organisation=body).annotate(seen=Exists(accounts))
    return found.select_related("person").order_by("person__sort_key", "role", "pk")


def subject_areas() -> list[SubjectArea]:
    """All fields of expertise, each of the upper level before those under it; ``experts_count`` says who knows them."""
    found = SubjectArea.objects.annotate(experts_count=Count("experts")).order_by("sort_key", "pk")
    below: dict[int | None, list[SubjectArea]] = {}
    for area in found:
        below.setdefault(area.parent_id, []).append(area)
    return [one for root in below.get(None, []) for one in (root, *below.get(root.pk, []))]


def clusters() -> QuerySet[EmulationCluster]:
    """All emulation clusters; ``unions_count`` says how many unions are in each."""
    return EmulationCluster.objects.annotate(unions_count=Count("organisation")).order_by("name")


def unions_to_ask() -> list[Organisation]:
    """The unions that bodies can ask for access: those whose administrators read what is asked."""
    administered = Membership.objects.filter(
        in_force(), organisation=OuterRef("pk"), role=Membership.Role.ADMINISTRATOR, person__is_active=True
    )
    return list(Organisation.objects.filter(Exists(administered), kind=Organisation.Kind.UNION).order_by("sort_key"))


def requests_for(unions: Collection[int]) -> QuerySet[AccessRequest]:
    """What bodies have asked ``unions``, those that wait first, the newest of both before the others."""
    found = AccessRequest.objects.filter(union__in=unions)
    return found.order_by(F("decided_at").asc(nulls_first=True), "-pk")


def same_names(name: str, unions: Collection[int], besides: int | None = None) -> QuerySet[Organisation]:
    """Bodies that ``unions`` know under this name, however its letters are written."""
    found = Organisation.objects.filter(known_bodies(unions), search_text=normalise_for_search(name))
    return found.exclude(pk=besides) if besides else found


def bodies_called(names: Collection[str], unions: Collection[int]) -> dict[str, Organisation]:
    """By name, the body that ``unions`` know and that it surely means: written alike, or the only one of the same name.

    Names that mean none, or several, are missing.
    """
    wanted = {name: normalise_for_search(name) for name in names}
    known = Organisation.objects.filter(known_bodies(unions))
    exact = {body.search_text: body for body in known.filter(search_text__in=wanted.values()).order_by("-pk")}
    found = {name: exact[folded] for name, folded in wanted.items() if folded in exact}
    left = [name for name in names if name not in found]
    every = list(known) if left else []
    for name in left:
        same = [body for body in every if likeness(body.name, name) == Likeness.SAME]
        if len(same) == 1:
            found[name] = same[0]
    return found


def bodies_like(name: str, unions: Collection[int]) -> list[str]:
    """Names of bodies that ``unions`` know and that may be meant by ``name``."""
    names = Organisation.objects.filter(known_bodies(unions)).order_by("sort_key").values_list("name", flat=True)
    return [one for one in names if likeness(one, name) != Likeness.NO][:5]
