"""Whether the histories of dossiers are still what was sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from consult.models import Dossier, HistoryHead
from consult.rules.chain import Link, faults


def history_faults(dossiers: Iterable[Dossier]) -> Iterator[tuple[Dossier, str, int]]:
    """Each fault found: the dossier, what is wrong (see ``rules.chain.faults``) and at which place."""
    for dossier in dossiers:
        head = HistoryHead.objects.filter(dossier=dossier).first() or HistoryHead()
        events = dossier.events.order_by("position", "pk")
        links = (Link(event.position, event.facts, event.previous, event.hash) for event in events)
        for fault, place in faults(links, length=head.length, head=head.hash):
            yield dossier, fault, place


def heads() -> dict[str, str]:
    """The last hash of each dossier's history, to be kept where the database's owner cannot rewrite it."""
    return {
        str(pk): value for pk, value in HistoryHead.objects.order_by("dossier_id").values_list("dossier_id", "hash")
    }
