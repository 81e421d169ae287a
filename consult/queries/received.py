"""Letters that came by mail."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from consult.models import ReceivedMail


def letters(unions: list[int], *, settled: bool) -> QuerySet[ReceivedMail]:
    """The letters of ``unions`` that wait, or those that were dealt with; newest first, with how many files each has."""
    found = ReceivedMail.objects.filter(union__in=unions, kind=ReceivedMail.Kind.LETTER)
    found = found.exclude(settled_at=None) if settled else found.filter(settled_at=None)
    return found.annotate(count=Count("files")).select_related("about__notification__dossier").order_by("-pk")
