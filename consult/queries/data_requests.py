"""Requests about personal data: those that a union answers, and whom a person can ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, QuerySet

from consult import clock
from consult.models import DataProtection, DataRequest, Membership, Organisation, Person, Seat
from consult.rules.text import normal

OPEN, LATE, ANSWERED = "open", "late", "answered"


@dataclass(frozen=True)
class DataRequestFilters:
    """What the register is narrowed to; empty means everything."""

    text: str = ""
    state: str = ""
    kind: str = ""


def request_list(filters: DataRequestFilters, unions: Collection[int]) -> QuerySet[DataRequest]:
    """The requests to ``unions``: open ones first, the soonest due before the others, then the newest answered."""
    found = DataRequest.objects.filter(union__in=unions).select_related("handler", "person")
    if filters.text:
        found = found.filter(name__icontains=normal(filters.text))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.state == ANSWERED:
        return found.filter(closed_at__isnull=False).order_by("-closed_at", "-pk")
    if filters.state:
        found = found.filter(closed_at=None)
    if filters.state == LATE:
        found = found.filter(due_on__lt=clock.today())
    if filters.state:
        return found.order_by("due_on", "pk")
    return found.order_by(F("closed_at").desc(nulls_first=True), "due_on", "-pk")


def protection_of(union: Organisation) -> DataProtection:
    """What the union says about personal data; unsaved, with what holds by default, where it has said nothing."""
    return DataProtection.objects.filter(union=union).first() or DataProtection(union=union)


def unions_to_ask(person: Person) -> list[Organisation]:
    """The unions that keep something of ``person``: who keeps the account, where they work, stand, or sit in a council."""
    roles = Membership.objects.filter(person=person)
    seats = Seat.objects.filter(person=person, council__approved_at__isnull=False)
    keys = {
        person.keeper_id,
        *roles.values_list("organisation", flat=True),
        *roles.values_list("organisation__keeper", flat=True),
        *seats.values_list("council__dossier__union", flat=True),
    }
    expert = getattr(person, "expert", None)
    if expert is not None:
        keys.add(expert.keeper_id)
    unions = Organisation.objects.filter(kind=Organisation.Kind.UNION)
    return list(
        unions.filter(pk__in=[key for key in keys if key is not None]).order_by("sort_key", "pk")
        or unions.order_by("sort_key", "pk")[:1]
    )


def notices_of(unions: Collection[Organisation]) -> list[DataProtection]:
    """The notices on personal data that ``unions`` have written."""
    written = DataProtection.objects.filter(union__in=unions).exclude(notice="")
    return list(written.select_related("union").order_by("union__sort_key"))
