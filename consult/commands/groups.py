"""The reports of thematic groups."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from consult.actions import groups
from consult.actions.actor import chain_events
from consult.actions.trials import tried_first
from consult.models import GroupReport, Person

from .locking import decide, lock


def save_report(*, dossier_id: int, by: Person, **data: Any) -> GroupReport:
    """Keep or hand in a group's report; what is handed in is rehearsed first. Raises ``ActionError``, ``EditConflict``."""
    save = tried_first(_save_report) if data.get("hand_in") else _save_report
    return save(dossier_id=dossier_id, by=by, **data)


@transaction.atomic
def _save_report(*, dossier_id: int, by: Person, **data: Any) -> GroupReport:
    dossier = lock(dossier_id)
    report = groups.save_report(dossier=dossier, by=decide(by, "group.report", dossier), **data)
    chain_events(dossier)
    return report
