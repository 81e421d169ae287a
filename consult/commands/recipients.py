"""The bodies of a dossier besides its proposer, with its row locked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from consult.actions import recipients
from consult.actions.actor import chain_events
from consult.actions.bodies import body_for
from consult.models import IncomingLetter, Person

from .locking import decide, lock


@transaction.atomic
def choose_recipients(*, dossier_id: int, by: Person, to: Sequence[str], copies: Sequence[str], seen: str) -> None:
    """Say to whom the opinion goes. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    actor = decide(by, "recipients.choose", dossier)
    recipients.choose_recipients(dossier=dossier, by=actor, to=to, copies=copies, seen=seen)
    chain_events(dossier)


@transaction.atomic
def say_giver(
    *,
    dossier_id: int,
    by: Person,
    body: str,
    body_kind: str = "",
    letter: IncomingLetter | None = None,
    symbol: str = "",
    dated: date | None = None,
    granted: int | None = None,
) -> None:
    """Say who gave the task. A body that the union does not know is entered where its kind is said. Raises ``ActionError``."""
    dossier = lock(dossier_id)
    actor = decide(by, "giver.say", dossier)
    found = body_for(body, union=dossier.union, by=by, kind=body_kind, where="body") if body.strip() else None
    recipients.say_giver(
        dossier=dossier, by=actor, body=found, letter=letter, symbol=symbol, dated=dated, granted=granted
    )
    chain_events(dossier)
