"""What the clerk completes in rows of registers, once it is known: who signed, who got copies, when it was passed on.

Numbers and letters that were registered are never changed; this stands beside them.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.access import check_union, require
from consult.models import Dispatch, IncomingLetter, Passing, Person, RegisterEntry
from consult.refusals import ActionError

from .actor import Actor, record_of_union


@transaction.atomic
def note_dispatch(*, entry: RegisterEntry, by: Person, **columns: Any) -> Dispatch:
    """Complete a row of the outgoing register: the columns of ``Dispatch``. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "register.void", entry.register.union_id)))
    day = columns.get("passed_on")
    if day is not None and day < clock.day_of(entry.given_at):
        raise ActionError("sent_before_given", _("This day is before the document's own."), where="passed_on")
    said = {"written_by": by, "written_at": clock.now(), **columns}
    made, _created = Dispatch.objects.update_or_create(entry=entry, defaults=said)
    record_of_union(entry.register.union, "register_completed", actor, symbol=entry.symbol)
    return made


@transaction.atomic
def note_passing(*, letter: IncomingLetter, by: Person, **columns: Any) -> Passing:
    """Complete a row of the incoming register: the columns of ``Passing``. Raises ``ActionError``."""
    actor = Actor.allowed(by, require(check_union(by, "register.void", letter.register.union_id)))
    day = columns.get("passed_on")
    if day is not None and day < letter.arrived_on:
        raise ActionError("passed_before_arrived", _("This day is before the letter's arrival."), where="passed_on")
    said = {"written_by": by, "written_at": clock.now(), **columns}
    made, _created = Passing.objects.update_or_create(letter=letter, defaults=said)
    record_of_union(letter.register.union, "register_completed", actor, symbol=letter.written)
    return made
