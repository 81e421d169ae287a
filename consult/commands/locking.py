"""What every act shares: the dossier's row as the lock, and the access table."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from consult.access import check, require
from consult.actions.actor import Actor
from consult.models import Dossier, Person
from consult.refusals import ActionError, gone


def lock(dossier_id: int) -> Dossier:
    """Take a dossier's row for this transaction. Raises ``ActionError`` when it was thrown away meanwhile."""
    locked = Dossier.objects.select_for_update().filter(pk=dossier_id).first()
    if locked is None:
        raise gone()
    return Dossier.objects.select_related("union", "procedure__kind", "proposer", "council").get(pk=locked.pk)


def require_open(dossier: Dossier) -> None:
    """Asked for somebody who comes by a link and whom no table knows. Raises ``ActionError``.

    Links have no end of their own: with the dossier's outcome they open nothing.
    """
    if dossier.outcome:
        raise ActionError("closed", _("This dossier is closed."))


def lock_for_link(dossier_id: int) -> Dossier:
    """Take a dossier's row for somebody who comes by a link. Raises ``ActionError`` with the dossier's outcome."""
    dossier = lock(dossier_id)
    require_open(dossier)
    return dossier


def decide(person: Person, action: str, dossier: Dossier) -> Actor:
    return Actor.allowed(person, require(check(person, action, dossier)))
