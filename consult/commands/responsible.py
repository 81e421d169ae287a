"""Who answers for a dossier: taken, named, handed over, each with the dossiers' rows locked."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from consult.actions import responsible
from consult.actions.actor import chain_events
from consult.models import Person
from consult.queries.responsible import responsible_of

from .locking import decide, lock


@transaction.atomic
def take(*, dossier_id: int, by: Person) -> None:
    """Answer for a dossier oneself. Raises ``ActionError`` where somebody else does."""
    dossier = lock(dossier_id)
    responsible.take(dossier=dossier, by=decide(by, "responsible.name", dossier))
    chain_events(dossier)


@transaction.atomic
def name_responsible(*, dossier_id: int, to: Person | None, seen: int | None, note: str, by: Person) -> None:
    """Let somebody answer for a dossier and tell them. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    actor = decide(by, "responsible.name", dossier)
    before = responsible_of(dossier)
    event = responsible.name_responsible(dossier=dossier, to=to, seen=seen, note=note, by=actor)
    chain_events(dossier)
    responsible.tell(dossier=dossier, before=before, event=event, by=actor)


@transaction.atomic
def hand_over(*, seen: Mapping[int, int | None], to: Person | None, note: str, by: Person) -> int:
    """Name one officer for several dossiers, each with who answered for it by the page. Returns how many.

    Raises ``ActionError``, and then nothing is changed.
    """
    # In one order, so that two who hand over the same ones wait for each other and do not block each other.
    dossiers = [lock(pk) for pk in sorted(seen)]
    actors = [decide(by, "responsible.name", dossier) for dossier in dossiers]
    if not actors:
        return 0
    rows = [(dossier, seen[dossier.pk]) for dossier in dossiers]
    return responsible.hand_over(dossiers=rows, to=to, note=note, by=actors[0])
