"""Doors to a meeting that is called: moved to another time or place."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from consult.actions import meetings
from consult.actions.actor import seal
from consult.models import Person

from .doors import decide, lock


@transaction.atomic
def move_meeting(*, dossier_id: int, by: Person, starts_at: datetime, reason: str, place: str = "", link: str = "",
                 agenda: str = "") -> None:  # fmt: skip
    """Give the meeting that is called another time or place. Raises ``Refused``."""
    dossier = lock(dossier_id)
    actor = decide(by, "meeting.move", dossier)
    meetings.move_meeting(
        dossier=dossier, by=actor, starts_at=starts_at, reason=reason, place=place, link=link, agenda=agenda
    )
    seal(dossier)
