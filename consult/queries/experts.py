"""The registry of experts: searched without accents, narrowed by field, load and record."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from viewflow.workflow import STATUS

from consult.models import Expert, Organisation, Review, Seat, Stage, Task
from consult.rules.text import search_words, sort_key

from .registry import not_invited
from .search import as_typed_first

PAGE_SIZE = 30
FREE, BUSY = "free", "busy"
NEVER, IN_TIME, LATE, DECLINED = "never", "in_time", "late", "declined"
# Seats in running councils from which somebody counts as busy.
MANY = 3


@dataclass(frozen=True)
class ExpertFilters:
    """What the registry is narrowed to; empty means everything."""

    text: str = ""
    field: int | None = None
    degree: str = ""
    place: str = ""
    association: int | None = None
    load: str = ""
    record: str = ""
    inactive: bool = False


def expert_list(filters: ExpertFilters, unions: Collection[int]) -> QuerySet[Expert]:
    """The experts that ``filters`` leave, by name. The record is that of the councils of ``unions``; the load of all."""
    off = not_invited(unions)
    found = Expert.objects.filter(person__erased_at=None)
    if not filters.inactive:
        found = found.filter(person__is_active=True).exclude(pk__in=off.values("pk"))
    for word in search_words(filters.text):
        found = found.filter(search_text__contains=word)
    if filters.field:
        in_branch = Q(subject_areas=filters.field) | Q(subject_areas__parent=filters.field)
        found = found.filter(pk__in=Expert.objects.filter(in_branch).values("pk"))
    if filters.degree:
        found = found.filter(degree=filters.degree)
    if filters.place:
        found = found.filter(place=filters.place)
    if filters.association:
        found = found.filter(association=filters.association)
    found = _by_load(found, filters.load)
    found = _by_record(found, filters.record, unions).annotate(off=Exists(off.filter(pk=OuterRef("pk"))))
    found = found.select_related("person", "association").prefetch_related("subject_areas")
    return as_typed_first(found, filters.text, "person__name", "employer", "place")


def _counted(rows: QuerySet, by: str) -> Coalesce:
    counted = rows.filter(**{by: OuterRef("person")}).order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), Value(0))


def _by_load(found: QuerySet[Expert], load: str) -> QuerySet[Expert]:
    if load not in (FREE, BUSY):
        return found
    held = Seat.objects.filter(council__approved_at__isnull=False, released_at=None).exclude(
        council__dossier__stage=Stage.CLOSED
    )
    found = found.annotate(open_seats=_counted(held, "person"))
    return found.filter(open_seats=0) if load == FREE else found.filter(open_seats__gte=MANY)


def _by_record(found: QuerySet[Expert], record: str, unions: Collection[int]) -> QuerySet[Expert]:
    reviews = Review.objects.filter(dossier__union__in=unions)
    late = Task.objects.filter(
        dossier__union__in=unions, node="write_review", status=STATUS.DONE, finished__date__gt=F("due_on")
    )
    if record == NEVER:
        return found.exclude(person__in=reviews.values("seat__person"))
    if record == LATE:
        return found.filter(person__in=late.values("assignee"))
    if record == IN_TIME:
        handed_in = reviews.filter(state=Review.State.HANDED_IN)
        return found.filter(person__in=handed_in.values("seat__person")).exclude(person__in=late.values("assignee"))
    if record == DECLINED:
        return found.filter(person__in=reviews.filter(state=Review.State.DECLINED).values("seat__person"))
    return found


def degrees() -> list[str]:
    """The degrees that stand in the registry."""
    found = Expert.objects.exclude(degree="").order_by().values_list("degree", flat=True).distinct()
    return sorted(found, key=sort_key)


def places() -> list[str]:
    """The places that stand in the registry."""
    found = Expert.objects.exclude(place="").order_by().values_list("place", flat=True).distinct()
    return sorted(found, key=sort_key)


def associations() -> QuerySet[Organisation]:
    """The member associations."""
    return Organisation.objects.filter(kind=Organisation.Kind.ASSOCIATION)


def seats_of(expert: Expert, unions: Collection[int] | None) -> QuerySet[Seat]:
    """The seats of an expert in approved councils, newest first; of ``unions`` alone, where given."""
    seats = Seat.objects.filter(person=expert.person_id, council__approved_at__isnull=False)
    if unions is not None:
        seats = seats.filter(council__dossier__union__in=unions)
    return seats.select_related("council__dossier").prefetch_related("reviews").order_by("-pk")
