"""The call list: a call is ticked with its dossier's row locked."""

from __future__ import annotations

from django.db import transaction

from consult.actions import calls
from consult.actions.actor import chain_events
from consult.models import Call, Person
from consult.refusals import gone

from .locking import decide, lock


@transaction.atomic
def close_call(*, call_id: int, by: Person, outcome: str, note: str) -> None:
    """Write down how it was to tell somebody. Raises ``ActionError``, ``NotAllowed``."""
    dossier_id = Call.objects.filter(pk=call_id).values_list("dossier", flat=True).first()
    if dossier_id is None:
        raise gone()
    dossier = lock(dossier_id)
    actor = decide(by, "call.make", dossier)
    call = Call.objects.select_related("person").get(pk=call_id)
    call.dossier = dossier
    calls.close_call(call=call, by=actor, outcome=outcome, note=note)
    chain_events(dossier)
