"""Who acts, in which capacity; and the history that every act writes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from consult import clock
from consult.access import Decision
from consult.models import Dossier, Event, Person


@dataclass(frozen=True)
class Actor:
    """A person acting in one capacity, as the access table allowed it."""

    person: Person
    capacity: str = ""
    own_draft: bool = False

    @classmethod
    def allowed(cls, person: Person, decision: Decision) -> Actor:
        return cls(person, decision.capacity, decision.own_draft)


def record(
    dossier: Dossier,
    verb: str,
    by: Actor | None,
    *,
    from_state: str = "",
    to_state: str = "",
    reason: str = "",
    **data: Any,
) -> Event:
    """Write what happened into the dossier's history. ``by`` is None for what the system did."""
    return Event.objects.create(
        dossier=dossier,
        at=clock.now(),
        verb=verb,
        person=by.person if by else None,
        capacity=by.capacity if by else "",
        own_draft=by.own_draft if by else False,
        from_state=from_state or dossier.step,
        to_state=to_state,
        reason=reason,
        data=data,
    )
