"""What every act shares: the dossier's row as the lock, and the access table."""

from __future__ import annotations

from consult.access import check, require
from consult.actions.actor import Actor
from consult.models import Dossier, Person
from consult.refusals import gone


def lock(dossier_id: int) -> Dossier:
    """Take a dossier's row for this transaction. Raises ``ActionError`` when it was thrown away meanwhile."""
    locked = Dossier.objects.select_for_update().filter(pk=dossier_id).first()
    if locked is None:
        raise gone()
    return Dossier.objects.select_related("union", "procedure", "proposer", "council").get(pk=locked.pk)


def decide(person: Person, action: str, dossier: Dossier) -> Actor:
    return Actor.allowed(person, require(check(person, action, dossier)))
