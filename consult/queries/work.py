"""Counts beside the steps on the page "My work"."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q

from consult.models import Review


def reviews_by_dossier(dossiers: Iterable[int]) -> dict[int, dict[str, int]]:
    """For each dossier, how many reviews are in and how many are waited for."""
    waiting = Q(state__in=[Review.State.INVITED, Review.State.WRITING])
    counted = (
        Review.objects.filter(dossier__in=list(dossiers))
        .values("dossier")
        .annotate(done=Count("pk", filter=Q(state=Review.State.HANDED_IN)), waiting=Count("pk", filter=waiting))
    )
    return {row["dossier"]: {"done": row["done"], "waiting": row["waiting"]} for row in counted}
