"""Who acts, in which capacity; and the history that every act writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from consult import clock
from consult.access import Decision
from consult.models import Dossier, Event, HistoryHead, IncomingLetter, Organisation, Person
from consult.rules.chain import link_hash

# What an event's hash names beside its own row.
NAMED = ("union", "dossier", "person")


@dataclass(frozen=True)
class Actor:
    """A person acting in one capacity, as the access table allowed it; for ``stands_in_for``, where it is another's."""

    person: Person
    capacity: str = ""
    self_approved: bool = False
    stands_in_for: Person | None = None
    # What somebody else did on paper: ``person`` enters it from ``paper`` for ``entered_for``.
    paper: IncomingLetter | None = None
    entered_for: Person | Organisation | None = None

    @classmethod
    def allowed(cls, person: Person, decision: Decision) -> Actor:
        return cls(person, decision.capacity, decision.self_approved, decision.stands_in_for)

    def entering(self, paper: IncomingLetter, whose: Person | Organisation) -> Actor:
        """The same person, entering what ``whose`` did on ``paper``."""
        return replace(self, paper=paper, entered_for=whose)

    @property
    def author(self) -> Person:
        """Whose act it is: the person for whom it is entered, or who acts."""
        return self.entered_for if isinstance(self.entered_for, Person) else self.person

    @property
    def facets(self) -> dict[str, str]:
        """What every event of theirs keeps beside its own data: rows by their ``uid``, never by name."""
        named = {"stood_in_for": self.stands_in_for, "paper": self.paper, "entered_for": self.entered_for}
        return {key: str(row.uid) for key, row in named.items() if row is not None}


def record(
    dossier: Dossier,
    verb: str,
    by: Actor | None,
    *,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    at: datetime | None = None,
    **data: Any,
) -> Event:
    """Write what happened into the dossier's history. ``by`` is None for what the system did.

    The act that calls it ends with ``chain_events``.
    """
    return Event.objects.create(
        union_id=dossier.union_id,
        dossier=dossier,
        at=at or clock.now(),
        verb=verb,
        person=by.person if by else None,
        capacity=by.capacity if by else "",
        self_approved=by.self_approved if by else False,
        from_state=from_state or dossier.step,
        to_state=to_state,
        reason=reason,
        data={**data, **(by.facets if by else {})},
    )


def chain_events(dossier: Dossier) -> None:
    """Close this act's events: where the dossier stands now, their place in its history, and their hashes.

    Called while the dossier's row is locked, so that no two acts seal at once.
    """
    written = list(Event.objects.filter(dossier=dossier, position=None).select_related(*NAMED).order_by("pk"))
    if not written:
        return
    head, _created = HistoryHead.objects.get_or_create(dossier=dossier, defaults={"union_id": dossier.union_id})
    for event in written:
        event.to_state = event.to_state or dossier.step or dossier.stage
    _seal(head, written)


def record_of_union(union: Organisation, verb: str, by: Actor | None, *, reason: str = "", **data: Any) -> Event:
    """Write what concerns no dossier into the union's own history, sealed at once. The last thing that an act does.

    People are named in ``data`` by their ``uid`` (see ``Person``), never by name: what is sealed cannot be erased.
    """
    with transaction.atomic():
        HistoryHead.objects.get_or_create(union=union, dossier=None)
        # Its row is the lock of the union's history.
        head = HistoryHead.objects.select_for_update().get(union=union, dossier=None)
        event = Event.objects.create(
            union=union,
            at=clock.now(),
            verb=verb,
            person=by.person if by else None,
            capacity=by.capacity if by else "",
            reason=reason,
            data={**data, **(by.facets if by else {})},
        )
        _seal(head, [event])
    return event


def _seal(head: HistoryHead, written: Sequence[Event]) -> None:
    for event in written:
        event.position, event.previous = head.length + 1, head.hash
        event.hash = link_hash(event.previous, event.position, event.facts)
        head.length, head.hash = event.position, event.hash
    Event.objects.bulk_update(written, ["to_state", "position", "previous", "hash"])
    head.save(update_fields=["length", "hash"])
