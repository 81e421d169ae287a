"""The list of dossiers: search without accents, filters, pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from consult import clock
from consult.models import Dossier, Person
from consult.queries.reach import visible_dossiers
from consult.queries.responsible import NOBODY, answered_for
from consult.queries.search import as_typed_first
from consult.rules.text import search_words

PAGE_SIZE = 20


@dataclass(frozen=True)
class Filters:
    """What the list is narrowed to; empty means everything."""

    text: str = ""
    stage: str = ""
    kind: str = ""
    procedure: str = ""
    field: int | None = None
    organisation: int | None = None
    responsible: int | None = None
    late: bool = False


def dossier_list(person: Person, filters: Filters) -> QuerySet[Dossier]:
    """The dossiers that ``person`` may see, narrowed by ``filters``, newest first."""
    found = Dossier.objects.filter(visible_dossiers(person))
    for word in search_words(filters.text):
        found = found.filter(search_text__contains=word)
    if filters.stage:
        found = found.filter(stage=filters.stage)
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.procedure:
        found = found.filter(procedure__kind__code=filters.procedure)
    if filters.field:
        in_branch = Q(subject_areas=filters.field) | Q(subject_areas__parent=filters.field)
        found = found.filter(pk__in=Dossier.objects.filter(in_branch).values("pk"))
    if filters.organisation:
        found = found.filter(Q(proposer=filters.organisation) | Q(union=filters.organisation))
    if filters.responsible == NOBODY:
        found = found.filter(~answered_for())
    elif filters.responsible:
        found = found.filter(answered_for(), responsible=filters.responsible)
    if filters.late:
        found = found.filter(outcome="", due_on__lt=clock.today())
    found = found.select_related("proposer", "union", "procedure").order_by("-pk")
    return as_typed_first(found, filters.text, "title", "location", "proposer__name")
