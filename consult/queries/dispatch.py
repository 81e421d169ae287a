"""What is still to be sent, and to whom."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import QuerySet

from consult.models import RegisterEntry, Sending


def still_to_send(unions: Collection[int]) -> QuerySet[Sending]:
    """The recipients of documents in force to whom nothing has been sent yet, newest document first."""
    found = Sending.objects.filter(union__in=unions, sent_on=None, entry__voided_at=None)
    return found.filter(entry__document__revoked_at=None).order_by("-entry_id", "copy", "pk")


def sendings_to_show(unions: Collection[int]) -> QuerySet[Sending]:
    """``still_to_send`` with what a list shows."""
    return still_to_send(unions).select_related("entry__document__dossier")


def sendings_of(entry: RegisterEntry) -> QuerySet[Sending]:
    """All recipients of one document, sent or not."""
    return entry.sendings.select_related("recorded_by").order_by("copy", "pk")
