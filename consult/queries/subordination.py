"""What a union sees of the unions under it: figures, and dossiers by title and state, as each of them allows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from consult.models import Dossier, Organisation, Outcome, Stage, Subordination

PAGE_SIZE = 30
Shows = Subordination.Shows
# The states that figures tell apart: where a dossier stands, or how it ended.
STATES: dict[str, Any] = {
    **{stage: stage.label for stage in Stage if stage not in (Stage.DRAFT, Stage.CLOSED)},
    **{outcome: outcome.label for outcome in Outcome},
}


@dataclass
class LowerFigures:
    """The dossiers that one lower union received in a year, by kind and by state; None where it shows nothing."""

    row: Subordination
    shown: bool
    kinds: Counter[str] = field(default_factory=Counter)
    states: Counter[str] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return sum(self.kinds.values())

    @property
    def by_kind(self) -> list[tuple[str, int]]:
        """The kinds of consultation and how many of each."""
        return [(str(label), self.kinds[kind]) for kind, label in Dossier.Kind.choices]

    @property
    def by_state(self) -> list[tuple[str, int]]:
        """The states in which any stands, and how many."""
        return [(str(label), self.states[state]) for state, label in STATES.items() if self.states[state]]


def requests_of(upper: Organisation) -> QuerySet[Subordination]:
    """The unions that ask to be under ``upper``."""
    return Subordination.objects.filter(upper=upper, confirmed_at=None).select_related("lower").order_by("pk")


def lower_unions(upper: Organisation) -> QuerySet[Subordination]:
    """The unions under ``upper``, by name."""
    found = Subordination.objects.filter(upper=upper, confirmed_at__isnull=False).select_related("lower")
    return found.order_by("lower__sort_key", "pk")


def figures_of(rows: Sequence[Subordination], year: int) -> list[LowerFigures]:
    """The figures of these lower unions for a year, as far as they show any. One query, however many there are."""
    found = {row.lower_id: LowerFigures(row, row.shows != Shows.NOTHING) for row in rows}
    shown = [union for union, figures in found.items() if figures.shown]
    counted = (
        Dossier.objects.filter(received_in(year), union__in=shown)
        .exclude(stage=Stage.DRAFT)
        .values("union", "kind", "stage", "outcome")
        .annotate(n=Count("pk"))
        .order_by()
    )
    for one in counted if shown else ():
        figures = found[one["union"]]
        figures.kinds[one["kind"]] += one["n"]
        figures.states[one["outcome"] or one["stage"]] += one["n"]
    return list(found.values())


def shown_dossiers(row: Subordination, year: int) -> QuerySet[Dossier]:
    """The dossiers that a lower union received in a year, newest first; only what the upper one may see is read."""
    found = Dossier.objects.filter(received_in(year), union=row.lower_id).exclude(stage=Stage.DRAFT)
    return found.only("code", "title", "kind", "stage", "outcome", "confidential", "submitted_at").order_by(
        "-submitted_at", "-pk"
    )


def received_in(year: int) -> Q:
    """The condition for a dossier received in a year of Việt Nam's."""
    zone = timezone.get_default_timezone()
    first, following = (datetime(one, 1, 1, tzinfo=zone) for one in (year, year + 1))
    return Q(submitted_at__gte=first, submitted_at__lt=following)
