"""The call list: whoever has no e-mail address is told by telephone, or by a letter on paper, and that is written down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext_lazy as _

from consult import clock
from consult.models import Call, Dossier, Notification, Person
from consult.refusals import ActionError
from consult.rules.text import normal

from .actor import Actor, record
from .deadlines import calendar_of


def ask_calls(people: Iterable[Person], dossier: Dossier, day: date | None = None) -> None:
    """Put those of ``people`` whom no mail reaches on the call list of ``day``, else of today; once, however often asked."""
    for person in people:
        if person.email is None and person.is_active:
            Call.objects.get_or_create(
                dossier=dossier, person=person, closed_at=None,
                defaults={"union_id": dossier.union_id, "due_on": day or clock.today(), "asked_at": clock.now()},
            )  # fmt: skip


def close_call(*, call: Call, by: Actor, outcome: str, note: str = "") -> None:
    """Write down how it was to tell somebody. Whoever was not reached stands on the list of the next working day.

    Raises ``ActionError`` where a colleague has done so already.
    """
    if call.closed_at is not None:
        raise ActionError("called_already", _("A colleague has ticked this already."))
    if outcome not in Call.Outcome.values:
        raise ActionError("unknown_outcome", _("Say how it was."), where="outcome")
    call.outcome, call.note = outcome, normal(note)
    call.closed_at, call.closed_by = clock.now(), by.person
    call.save()
    record(call.dossier, "told_by_hand", by, reason=call.note, name=call.person.name, call_outcome=outcome)
    if outcome == Call.Outcome.NOT_REACHED:
        ask_calls([call.person], call.dossier, calendar_of(call.union_id).add(clock.today(), 1))
    else:
        told = Notification.objects.filter(dossier=call.dossier, person=call.person, read_at=None)
        told.update(read_at=clock.now())
