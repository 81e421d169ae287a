"""The reports of thematic groups."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from consult.actions import groups
from consult.actions.actor import chain_events
from consult.models import GroupReport, Person

from .locking import decide, lock


@transaction.atomic
def save_report(*, dossier_id: int, by: Person, **data: Any) -> GroupReport:
    """Keep or hand in a group's report. Raises ``ActionError``, ``EditConflict``."""
    dossier = lock(dossier_id)
    report = groups.save_report(dossier=dossier, by=decide(by, "group.report", dossier), **data)
    chain_events(dossier)
    return report
